import type { PartitionSizing } from './partition-record.js';
import {
  type PartitionName,
  partitionNames,
  partitionTable,
  type SizedPartition,
} from './partition-table.js';

/** The partition that says what is fixed of each size. */
const sizings = Object.fromEntries(
  partitionNames.flatMap((name) => {
    const { sizedBy, size } = partitionTable[name];
    return size === null ? [] : [[sizedBy, { ...size, partition: name }]];
  }),
) as Readonly<Record<SizedPartition, PartitionSizing & { partition: PartitionName }>>;

/** Sizes in the order of the table. */
export const sizedPartitions = Object.keys(sizings) as readonly SizedPartition[];

/** What is fixed of a size, and the first partition that has it. */
export function sizingOf(name: SizedPartition): PartitionSizing & { partition: PartitionName } {
  return sizings[name];
}

/** Partitions that size 0 leaves out. */
export function isOptional(name: SizedPartition): boolean {
  return sizings[name].mayBeZero;
}

/** The least size in MiB that works for a partition. */
export function leastMiB(name: SizedPartition, sectorSize: 512 | 4096): number {
  return sizings[name].least[sectorSize];
}
