import type { PlannedDisk, PlannedPartition } from '../../config/partitions/partition-plan.js';
import { mapBlockBytes } from './block-map.js';
import { isMadeOnDevice } from './file-systems.js';

/** Bytes from `start` until before `end`. */
export interface Span {
  start: number;
  end: number;
}

const bytesPerMiB = 2 ** 20;

/**
 * What of a partition that is delivered empty must be zero, or the healer takes it for somebody's file system: all that
 * is_blank of src/device/dracut/90tmpfsroot/heal.sh reads.
 */
const blankMiB = 65;

/**
 * What of a disk image must be written to a disk, whatever it held before. All is needed but the blocks that an ext4 has
 * free, and the inside of partitions that are made on the device. Of each partition the first and the last MiB are
 * needed in any case: traces of an older RAID or file system there would be found (libblkid looks at both ends).
 * @param free what an ext4 has free, in bytes from the beginning of its partition; a partition without is needed whole
 * @returns in order, apart from one another, in whole blocks of the map
 */
export function neededSpans(
  disk: PlannedDisk,
  free: (partition: PlannedPartition) => readonly Span[],
): Span[] {
  const size = disk.sizeMiB * bytesPerMiB;
  const spans = disk.partitions.flatMap((partition) => {
    const start = partition.startSector * disk.sectorSize;
    const bytes = partition.sizeMiB * bytesPerMiB;
    const needed = isMadeOnDevice(partition)
      ? [{ start: 0, end: blankMiB * bytesPerMiB }]
      : others(free(partition), bytes);
    return [...needed, ...edges(bytes)].map((span) => ({
      start: start + span.start,
      end: start + Math.min(span.end, bytes),
    }));
  });
  return joined([...edges(size), ...spans]);
}

/**
 * The blocks that dumpe2fs lists as free, in bytes: `  Free blocks: 9-255, 8000` in each group, and the size of a block.
 * Null for a text that is not dumpe2fs's.
 */
export function freeSpans(text: string): Span[] | null {
  const blockBytes = Number(/^Block size:\s+(\d+)$/m.exec(text)?.[1] ?? Number.NaN);
  if (!Number.isSafeInteger(blockBytes)) return null;
  return [...text.matchAll(/^ {2}Free blocks: (.*)$/gm)].flatMap(([, list = '']) =>
    [...list.matchAll(/(\d+)(?:-(\d+))?/g)].map(([, first = '', last = first]) => ({
      start: Number(first) * blockBytes,
      end: (Number(last) + 1) * blockBytes,
    })),
  );
}

function edges(bytes: number): Span[] {
  return [
    { start: 0, end: Math.min(bytesPerMiB, bytes) },
    { start: Math.max(0, bytes - bytesPerMiB), end: bytes },
  ];
}

/** What lies outside of spans that are in order. */
function others(spans: readonly Span[], bytes: number): Span[] {
  const ends = [0, ...spans.map(({ end }) => end)];
  const starts = [...spans.map(({ start }) => start), bytes];
  return ends
    .map((start, at) => ({ start, end: starts[at] ?? bytes }))
    .filter(({ start, end }) => start < end);
}

function joined(spans: readonly Span[]): Span[] {
  const whole = spans
    .map(({ start, end }) => ({
      start: Math.floor(start / mapBlockBytes) * mapBlockBytes,
      end: Math.ceil(end / mapBlockBytes) * mapBlockBytes,
    }))
    .sort((a, b) => a.start - b.start);
  const result: Span[] = [];
  for (const span of whole) {
    const last = result.at(-1);
    if (last !== undefined && span.start <= last.end) last.end = Math.max(last.end, span.end);
    else result.push(span);
  }
  return result;
}
