import { badInput } from '../../base/failure.js';
import {
  type PartitionName,
  partitionNames,
  partitionTable,
} from '../../config/partitions/partition-table.js';
import { readPartitionTables, usedTable } from './gpt.js';
import type { SectorReader } from './sectors.js';

/**
 * A part of the disk that is looked at for itself: two states of the disk in which it is the same cannot differ in what
 * follows from it.
 */
export interface Region {
  /** `table`: both copies of the partition table. `gap`: what nothing reads. */
  kind: 'table' | 'gap' | PartitionName;
  /** Of a slot, the block without which neither GRUB nor the kernel finds a file system. */
  isHead: boolean;
  first: number;
  sectors: number;
}

export interface DiskLayout {
  /** All of the disk, in order. */
  regions: readonly Region[];
  /** Where partitions of ours lie, those of them that there are. */
  partitions: ReadonlyMap<PartitionName, { number: number; first: number; sectors: number }>;
  /** Tail of the PARTUUIDs of this installation. */
  id: string;
}

/** Sectors of a slot that are written last (`first_bytes` of src/device/root/usr/lib/tmpfsroot/other-slot.sh). */
export const headSectors = 65_536 / 512;
/** Sectors of a copy of the table at either end of the disk; the one at the beginning has the protective MBR too. */
const tableSectors = 33;

/**
 * The regions of a disk of ours.
 * @throws Failure with exit status 2 where the disk has no partition table, or none of ours.
 */
export function layOut(disk: SectorReader, file: string): DiskLayout {
  const tables = readPartitionTables(disk);
  const entries = usedTable(tables) ?? [];
  const partitions = new Map<PartitionName, { number: number; first: number; sectors: number }>();
  let id = '';
  for (const { number, uuid, label, first, sectors } of entries) {
    const name = partitionNames.find(
      (one) => partitionTable[one].label === label && uuid.startsWith(`${partitionTable[one].idHead}-`),
    );
    if (name === undefined) continue;
    partitions.set(name, { number, first, sectors });
    id = uuid.slice(9);
  }
  if (!partitions.has('esp') || !partitions.has('rootA') || !partitions.has('rootB')) {
    throw badInput({
      what: `\`${file}\` is not a disk with an installed system.`,
      where: file,
      why: 'It has no partition table with an ESP and two slots of this program, or its sectors have 4096 bytes.',
      remedy: 'Build a disk image (`tmpfsroot-wizard build --output raw`), and name that.',
    });
  }
  return { regions: regionsOf(disk.sectors, partitions), partitions, id };
}

function regionsOf(
  sectors: number,
  partitions: ReadonlyMap<PartitionName, { first: number; sectors: number }>,
): Region[] {
  const known: Region[] = [
    { kind: 'table', isHead: false, first: 0, sectors: tableSectors + 1 },
    ...[...partitions]
      .sort(([, one], [, other]) => one.first - other.first)
      .flatMap(([kind, place]) => partitionRegions(kind, place)),
    { kind: 'table', isHead: false, first: sectors - tableSectors, sectors: tableSectors },
  ];
  return known.flatMap((region, index) => {
    const end = known[index - 1] === undefined ? 0 : endOf(known[index - 1] as Region);
    const gap: Region = { kind: 'gap', isHead: false, first: end, sectors: region.first - end };
    return gap.sectors > 0 ? [gap, region] : [region];
  });
}

function partitionRegions(
  kind: PartitionName,
  { first, sectors }: { first: number; sectors: number },
): Region[] {
  if (partitionTable[kind].role !== 'slot') return [{ kind, isHead: false, first, sectors }];
  return [
    { kind, isHead: true, first, sectors: headSectors },
    { kind, isHead: false, first: first + headSectors, sectors: sectors - headSectors },
  ];
}

function endOf({ first, sectors }: Region): number {
  return first + sectors;
}

/** Number of the region that a sector lies in. */
export function regionAt(regions: readonly Region[], sector: number): number {
  let [low, high] = [0, regions.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((regions[middle] as Region).first <= sector) low = middle;
    else high = middle - 1;
  }
  return low;
}
