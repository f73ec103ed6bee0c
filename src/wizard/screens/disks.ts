import { defaultSpec } from '../../spec/defaults.js';
import type { Finding } from '../../spec/finding.js';
import type { DataPartition, ImageSpec } from '../../spec/image-spec.js';
import { dataPartitions, partitionTable } from '../../spec/partition-table.js';
import { type Field, isFinding, specField } from '../fields.js';
import { stepSize } from '../step-size.js';
import type { Screen } from './screen.js';

/** The device's disks and memory. */
export const disksScreen: Screen = {
  id: 'disks',
  title: 'Disks and memory',
  help: [
    'The disks of the device that the system is for, not of this machine. The installer wipes every disk that is named here and never touches another.',
    'Ctrl-L reads names, sizes and sectors from `lsblk --json`: of this machine, of a file, or pasted from the device.',
  ],
  fields: ({ spec }) => [
    devices,
    ...(spec.disks.devices.length > 1 ? [main] : []),
    size,
    sectorSize,
    ...(spec.disks.devices.length > 1 ? dataPartitions.map(diskField) : []),
    memory,
    headroom,
    zram,
  ],
  // That the partitions are too large for the disk is for the screen of their sizes, which must be reached for it.
  paths: ['disks.devices', 'disks.main', 'disks.sectorSize', 'partitions.disks', 'device'],
};

const devices = specField(
  'disks.devices',
  'Disks',
  [
    'All disks of the system, with blanks between them: kernel names (`sda`, `nvme0n1`, `mmcblk0`, `vda`, `xvda`), paths under /dev/disk/by-id or by-path, or `serial:NUMBER` with a `_` for each blank.',
    'Kernel names can change places when a second disk or a stick is plugged in; a path or a serial number cannot. The installer refuses when a name means no disk or several.',
  ],
  { write: writeDevices },
);

const main = specField(
  'disks.main',
  'Main disk',
  [
    'The disk for the EFI system partition, both root slots and /persist: the one that the device boots from.',
  ],
  {
    kind: 'choice',
    choices: ({ disks }) => disks.devices.map((device) => ({ value: device, label: device })),
  },
);

const size = specField(
  'disks.sizeMiB',
  'Size',
  [
    'Size of the smallest main disk that the image must fit on. Empty: the disk image gets the smallest size that fits, and the installer takes the disk as it is.',
    'Makers count in powers of ten: a "32 GB" disk has 29.8 GiB. Write sizes in powers of two: `29G`, `29.5 GiB`, `30000` (MiB).',
  ],
  { placeholder: 'smallest that fits', step: (spec, by) => stepSize(spec, 'disks.sizeMiB', by) },
);

const sectorSize = specField(
  'disks.sectorSize',
  'Sectors',
  [
    'Bytes of a logical sector, as `lsblk -o NAME,LOG-SEC` shows them. Nearly all disks have 512; some NVMe disks are formatted with 4096.',
    'FAT32 needs 65525 clusters of at least one sector, so an EFI system partition on 4096-byte sectors takes at least 260 MiB.',
  ],
  {
    kind: 'choice',
    choices: () => ['512', '4096'].map((value) => ({ value, label: `${value} bytes` })),
    write: (spec, text) => withSectorSize(spec, text === '4096' ? 4096 : 512),
  },
);

const memory = specField(
  'device.memoryMiB',
  'Memory of the device',
  [
    'Memory of the smallest device. The root is copied into memory at boot, so its whole content must fit beside the programs that run.',
  ],
  { step: (spec, by) => stepSize(spec, 'device.memoryMiB', by) },
);

const headroom = specField(
  'device.headroomMiB',
  'Free in the root',
  [
    'What is left free in the root in memory above its content, for files that are written to it while the system runs.',
  ],
  { step: (spec, by) => stepSize(spec, 'device.headroomMiB', by) },
);

const zram = specField(
  'device.zramMiB',
  'Compressed swap',
  [
    'A swap in memory itself (zram), to which the kernel moves what is seldom used of the root and of programs, at a half or a third of its size. It takes memory only as it is used. 0: none.',
    'It gives room while the system runs; the root is copied before it is there, and must fit without it.',
  ],
  { step: (spec, by) => stepSize(spec, 'device.zramMiB', by, 64, true) },
);

function diskField(name: DataPartition): Field {
  const { mountPoint } = partitionTable[name];
  return specField(
    `partitions.disks.${name}`,
    `Disk of ${mountPoint}`,
    [
      `Which disk ${mountPoint} lives on. On another disk than the system's it does not wear the main disk out.`,
    ],
    {
      kind: 'choice',
      read: (spec) => spec.partitions.disks[name] ?? spec.disks.main,
      choices: ({ disks }) => disks.devices.map((device) => ({ value: device, label: device })),
      write: (spec, device) => withDisk(spec, name, device),
    },
  );
}

function withDisk(spec: ImageSpec, name: DataPartition, device: string): ImageSpec {
  const disks = { ...spec.partitions.disks };
  if (device === spec.disks.main) delete disks[name];
  else disks[name] = device;
  return { ...spec, partitions: { ...spec.partitions, disks } };
}

const plainDevices = specField('disks.devices', 'Disks', []);

/** A disk that is renamed stays what it was: main disk, home of a data partition. */
function writeDevices(spec: ImageSpec, text: string): ImageSpec | Finding {
  const written = plainDevices.write(spec, text);
  if (isFinding(written)) return written;
  const before = spec.disks.devices;
  const after = written.disks.devices;
  const renamed = (device: string): string | undefined => {
    if (after.includes(device)) return device;
    return before.length === after.length ? after[before.indexOf(device)] : undefined;
  };
  const disks: Partial<Record<DataPartition, string>> = {};
  for (const [name, device] of Object.entries(spec.partitions.disks) as [DataPartition, string][]) {
    const now = renamed(device);
    if (now !== undefined) disks[name] = now;
  }
  const mainNow = renamed(spec.disks.main) ?? after[0] ?? spec.disks.main;
  return {
    ...written,
    disks: { ...written.disks, main: mainNow },
    partitions: { ...written.partitions, disks },
  };
}

/** Sectors of that size; the EFI system partition follows when nobody has changed its size. */
export function withSectorSize(spec: ImageSpec, chosen: 512 | 4096): ImageSpec {
  const { esp } = spec.partitions.sizes;
  const untouched = esp === defaultSpec({ sectorSize: spec.disks.sectorSize }).partitions.sizes.esp;
  const sizes = untouched
    ? { ...spec.partitions.sizes, esp: defaultSpec({ sectorSize: chosen }).partitions.sizes.esp }
    : spec.partitions.sizes;
  return { ...spec, disks: { ...spec.disks, sectorSize: chosen }, partitions: { ...spec.partitions, sizes } };
}
