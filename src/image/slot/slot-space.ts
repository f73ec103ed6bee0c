import { type FailureFacts, stageFailed } from '../../base/failure.js';
import { t } from '../../base/language/texts.js';
import { formatMiB, sizeText } from '../../config/fields/sizes.js';
import type { TreeEntry } from './tree-listing.js';

const blockBytes = 4096;
const inodeBytes = 256;
const bytesPerMiB = 1024 * 1024;
/** Group descriptors, bitmaps, extents of large files: what ext4 takes beside blocks and inodes. */
const overheadShare = 0.01;
const overheadMiB = 4;

/** Inodes that a slot is made with: those of its content and a few of its own. */
export function slotInodes(entries: readonly TreeEntry[]): number {
  return entries.length + 64;
}

/** MiB that a slot must have at least for this content. */
export function neededSlotMiB(entries: readonly TreeEntry[]): number {
  const counted = new Set<string>();
  let bytes = slotInodes(entries) * inodeBytes;
  for (const { type, size, inode } of entries) {
    if (type === 'd') bytes += blockBytes;
    if (type !== 'f' || counted.has(inode)) continue;
    counted.add(inode);
    bytes += Math.ceil(size / blockBytes) * blockBytes;
  }
  return Math.ceil((bytes / bytesPerMiB) * (1 + overheadShare)) + overheadMiB;
}

/**
 * @param root What the root holds, if that is not what lies in the slot.
 * @throws Failure (exit status 1) when the content does not fit the slot: by how much, and what is largest.
 */
export function checkSlotSpace(
  entries: readonly TreeEntry[],
  slotMiB: number,
  root: readonly TreeEntry[] = entries,
): void {
  const needed = neededSlotMiB(entries);
  if (needed <= slotMiB) return;
  throw stageFailed(tooLarge(root, needed, slotMiB));
}

function tooLarge(entries: readonly TreeEntry[], needed: number, slotMiB: number): FailureFacts {
  return {
    what: t`The image needs ${formatMiB(needed)}, a root slot has ${formatMiB(slotMiB)}: ${formatMiB(needed - slotMiB)} too much.`,
    where: 'partitions.sizes.root',
    remedy: t`Give the root slots at least \`--root-size ${sizeText(needed)}\`, or leave something out.`,
    lastLines: largestOf(entries),
  };
}

/** Lines that name what is largest. */
export function largestOf(entries: readonly TreeEntry[]): string[] {
  const sums = new Map<string, number>();
  const add = (name: string, size: number) => sums.set(name, (sums.get(name) ?? 0) + size);
  for (const { path, type, size } of entries) {
    if (type !== 'f') continue;
    const folders = path.split('/').slice(0, -1);
    if (folders.length > 0) add(`${folders.slice(0, 3).join('/')}/`, size);
    if (size >= bytesPerMiB) add(path, size);
  }
  const lines = [...sums]
    .sort(([, a], [, b]) => b - a)
    .slice(0, 10)
    .map(([name, size]) => `${formatMiB(Math.round(size / bytesPerMiB)).padStart(9)}  /${name}`);
  return [t`The largest files and folders are:`, ...lines];
}
