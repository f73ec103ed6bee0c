import { later } from '../base/language/texts.js';
/** A disk image as QEMU knows it. */
export interface DiskFormat {
  /** QEMU's name of the format, also the end of the file's name. */
  driver: 'raw' | 'qcow2' | 'vhdx';
  /** What `qemu-img convert` is told besides (`-o`). */
  options: readonly string[];
  /** What such a file begins with, as Latin-1; null where it can begin with anything. */
  signature: string | null;
  /** The sizes of a sector, in bytes, that a machine can be made to see. */
  sectorSizes: readonly (512 | 4096)[];
}

/** All that is said of an output, wherever it is said; `src/build/outputs` makes it. */
export interface OutputRecord {
  /** As a switch of the wizard: `Disk image, qcow2`. */
  label: string;
  /** In a list, in lower case: `qcow2 disk image`. */
  noun: string;
  /** A sentence or two on what it is for. */
  help: string;
  /** What it leaves in `output/`, for the manual. */
  files: string;
  /** What it is for: an installation (`install.method` decides how), a disk, or devices that are installed already. */
  use: 'install' | 'disk' | 'update';
  /** The format of the disks' images; null for what is none. */
  disk: DiskFormat | null;
  /** Why the same lock does not give the same bytes; null where it does. */
  differs: string | null;
}

const records = {
  iso: {
    label: later`Installer ISO`,
    noun: later`installer ISO`,
    help: later`Boots by UEFI from optical media and from a USB stick written with \`flash\`, writes the named disks, verifies them and reboots.`,
    files: 'NAME-installer.iso',
    use: 'install',
    disk: null,
    differs: null,
  },
  raw: {
    label: later`Disk image, raw`,
    noun: later`raw disk image`,
    help: later`The disk as the installer would leave it, byte for byte: for \`flash\` or \`bmaptool\` onto a disk. Sparse on this machine.`,
    files: 'NAME.raw, NAME.raw.bmap',
    use: 'disk',
    disk: { driver: 'raw', options: [], signature: null, sectorSizes: [512, 4096] },
    differs: null,
  },
  qcow2: {
    label: later`Disk image, qcow2`,
    noun: later`qcow2 disk image`,
    help: later`The same for QEMU and most virtualisation: grows with its content.`,
    files: 'NAME.qcow2',
    use: 'disk',
    disk: { driver: 'qcow2', options: [], signature: 'QFI\xfb', sectorSizes: [512, 4096] },
    differs: null,
  },
  vhdx: {
    label: later`Disk image, VHDX`,
    noun: later`VHDX disk image`,
    help: later`The same for Hyper-V, in a machine of generation 2: grows with its content. Its bytes differ from build to build, since qemu-img gives each file new GUIDs; the disk in it does not.`,
    files: 'NAME.vhdx',
    use: 'disk',
    disk: {
      driver: 'vhdx',
      options: ['subformat=dynamic'],
      signature: 'vhdxfile',
      // qemu-img writes this logical sector size into the file, and has no option for another one.
      sectorSizes: [512],
    },
    differs: 'qemu-img gives each file new GUIDs',
  },
  pxe: {
    label: later`Network installer`,
    noun: later`network installer`,
    help: later`The folder output/pxe for iPXE: devices install themselves from any web server, or from \`tmpfsroot-wizard serve\`.`,
    files: 'pxe/',
    use: 'install',
    disk: null,
    differs: null,
  },
  update: {
    label: later`Update`,
    noun: later`update`,
    help: later`One signed file for devices that run an image of this name: \`tmpfsroot-update\` writes it into the slot that is not running. It needs a signing key (\`tmpfsroot-wizard keys\`), which the image must trust.`,
    files: 'NAME.update',
    use: 'update',
    disk: null,
    differs: null,
  },
} as const satisfies Readonly<Record<string, OutputRecord>>;

/** What a build can make, as `outputs` of a spec names it. */
export type OutputKind = keyof typeof records;

/** Outputs by which a device is installed. */
export type InstallerKind = {
  [Kind in OutputKind]: (typeof records)[Kind]['use'] extends 'install' ? Kind : never;
}[OutputKind];

/** The one description of each output, in the order in which they are shown. */
export const outputTable: Readonly<Record<OutputKind, OutputRecord>> = records;

export const outputKinds = Object.keys(records) as OutputKind[];

/** Whether devices are installed by an output. */
export function isInstaller(kind: OutputKind): kind is InstallerKind {
  return outputTable[kind].use === 'install';
}

/** Format of a disk image; null for what is none, or is not known to this version. */
export function diskFormatOf(kind: string): DiskFormat | null {
  return (outputTable as Readonly<Record<string, OutputRecord | undefined>>)[kind]?.disk ?? null;
}

/** Whether some of the outputs hold a finished slot image: all but those by which Anaconda installs. */
export function holdSlots(outputs: readonly OutputKind[], method: 'image' | 'anaconda'): boolean {
  return outputs.some((kind) => method !== 'anaconda' || !isInstaller(kind));
}

/** What `outputs` may name, in a sentence: `iso, raw or pxe`. */
export function outputWords(): string {
  return `${outputKinds.slice(0, -1).join(', ')} or ${outputKinds.at(-1)}`;
}
