import type { Finding } from '../../../base/finding.js';
import { later } from '../../../base/language/texts.js';
import { defaultSpec } from '../../../config/defaults.js';
import { matters } from '../../../config/fields/matters.js';
import type { DataPartition, ImageSpec } from '../../../config/image-spec.js';
import { dataPartitions } from '../../../config/partitions/partition-table.js';
import { type Choice, type Field, isFinding, pathsOfScreen, specField } from '../fields.js';
import { fieldSummary } from './field-summary.js';
import type { Screen } from './screen.js';

/** The device's disks and memory. */
export const disksScreen: Screen = {
  id: 'disks',
  title: later`Disks and memory`,
  shortTitle: later`Disks`,
  keys: 'form',
  help: [
    later`The disks of the target device, not of this machine. The installer wipes every disk named here and touches no other.`,
    [
      {
        keys: later`Ctrl-L picks disks from what lsblk prints: of this machine, of a file, or pasted from the device.`,
      },
    ],
  ],
  fields: ({ spec }) => fields.filter(({ id }) => matters(spec, id)),
  // That the partitions are too large for the disk is for the screen of their sizes, which must be reached for it.
  paths: ['disks.devices', 'disks.main', 'disks.sectorSize', 'partitions.disks', 'device'],
  summary: ({ spec }) => fieldSummary(spec, 'disks'),
};

const special: Readonly<Record<string, Partial<Field>>> = {
  'disks.devices': { write: writeDevices },
  'disks.main': { kind: 'choice', choices: chosenDisks },
  'disks.sectorSize': { write: (spec, text) => withSectorSize(spec, text === '4096' ? 4096 : 512) },
  ...Object.fromEntries(dataPartitions.map((name) => [`partitions.disks.${name}`, diskOf(name)])),
};

/** What lsblk tells is for several fields. */
const disksPick = { kind: 'disks', hint: later`pick from lsblk` } as const;

const fields: readonly Field[] = pathsOfScreen('disks').map((path) =>
  specField(path, { ...special[path], pick: disksPick }),
);

function chosenDisks({ disks }: ImageSpec): Choice[] {
  return disks.devices.map((device) => ({ value: device, label: device }));
}

function diskOf(name: DataPartition): Partial<Field> {
  return {
    kind: 'choice',
    read: (spec) => spec.partitions.disks[name] ?? spec.disks.main,
    choices: chosenDisks,
    write: (spec, device) => withDisk(spec, name, device),
  };
}

function withDisk(spec: ImageSpec, name: DataPartition, device: string): ImageSpec {
  const disks = { ...spec.partitions.disks };
  if (device === spec.disks.main) delete disks[name];
  else disks[name] = device;
  return { ...spec, partitions: { ...spec.partitions, disks } };
}

/** A disk that is renamed stays what it was: main disk, home of a data partition. */
function writeDevices(spec: ImageSpec, text: string): ImageSpec | Finding {
  const written = specField('disks.devices').write(spec, text);
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
