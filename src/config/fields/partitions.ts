import * as v from 'valibot';
import { t, translated } from '../../base/language/texts.js';
import { leastMiB, sizedPartitions, sizingOf } from '../partitions/partition-sizes.js';
import {
  type DataPartition,
  dataPartitions,
  partitionTable,
  type SizedPartition,
} from '../partitions/partition-table.js';
import { diskName } from './disk-names.js';
import { type Field, field, flag } from './field.js';
import * as shape from './field-types.js';
import { type PartitionSize, parseSize, sizeText } from './sizes.js';

/**
 * What the device may do, at a start, with a data partition that cannot be mounted: repair it, and format it where that
 * fails; repair it and no more; nothing. Where it stays broken, memory stands in for it.
 */
export const healPolicies = ['format', 'repair', 'never'] as const;
export type HealPolicy = (typeof healPolicies)[number];

/** The fields of each partition: its size and, of a data partition, its disk and what the healer may do. */
export const partitionFields = {
  sizes: fieldOfEach(sizedPartitions, sizeField),
  /** Which of `disks.devices` a data partition lives on, where it is not the main one. */
  disks: fieldOfEach(dataPartitions, diskField),
  heal: fieldOfEach(dataPartitions, healField),
};

function sizeField(name: SizedPartition): Field<number | string, PartitionSize> {
  const { partition, label, purpose, description, flagHelp, variable, usual } = sizingOf(name);
  const { fileSystem } = partitionTable[partition];
  return field({
    schema: shape.size,
    description,
    default: ({ sectorSize }) => usual[sectorSize],
    ...(usual[512] === usual[4096]
      ? {}
      : { defaultText: `\`${usual[512]}\`; \`${usual[4096]}\` with 4096-byte sectors` }),
    parse: (size): PartitionSize => parseSize(String(size)),
    print: sizeText,
    flag: flag(`--${name}-size SIZE`, flagHelp),
    ...(variable === undefined ? {} : { variable }),
    screen: 'sizes',
    ask: {
      label,
      get help() {
        return [
          translated(purpose),
          t`File system: ${fileSystem}. At least ${leastMiB(name, 512)} MiB on 512-byte sectors, ${leastMiB(name, 4096)} MiB on 4096.`,
        ];
      },
    },
    summary: (size) => `${name === 'root' ? 'root 2x' : `${name} `}${sizeText(size)}`,
  });
}

function diskField(name: DataPartition): Field<string | null, string | undefined> {
  const { mountPoint } = partitionTable[name];
  return field({
    schema: v.nullable(shape.device),
    description: `Disk of ${mountPoint} where it is not the main one.`,
    default: undefined,
    // Null takes away what a lower source says, and leaves the main disk.
    parse: (device): string | undefined => (device === null ? undefined : diskName(device)),
    print: (device) => device ?? null,
    flag: flag(`--${name}-disk DISK`, `disk of ${mountPoint}`),
    matters: [{ path: 'disks.devices', elements: 2 }],
    screen: 'disks',
    ask: {
      get label() {
        return t`Disk of ${mountPoint}`;
      },
      get help() {
        return [
          t`Which disk ${mountPoint} lives on. On another disk than the system's it does not wear the main disk out.`,
        ];
      },
    },
  });
}

function healField(name: DataPartition): Field<HealPolicy> {
  const { mountPoint } = partitionTable[name];
  return field({
    schema: v.picklist(healPolicies),
    description: `What a start may do with a broken ${mountPoint}: repair it and, where that fails, format it; only repair it; never write to it.`,
    default: 'format',
    flag: flag(`--${name}-heal HOW`, `when ${mountPoint} is broken: format, repair or never`),
  });
}

function fieldOfEach<Name extends string, One>(
  names: readonly Name[],
  make: (name: Name) => One,
): Readonly<Record<Name, One>> {
  return Object.fromEntries(names.map((name) => [name, make(name)])) as Record<Name, One>;
}
