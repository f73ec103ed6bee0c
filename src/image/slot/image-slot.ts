import { createHash } from 'node:crypto';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { t } from '../../base/language/texts.js';
import type { TaskContext } from '../../engine/progress.js';
import { readOnly, writable } from '../../engine/views.js';
import { shellFileIn } from '../shell.js';
import { tablePlace } from './piece-table.js';
import { makeRootImage, rootImageName } from './root-image.js';
import { listTree, type TreeEntry } from './tree-listing.js';

export interface ImageSlotInput {
  /** Complete tree, with its facts. */
  tree: string;
  kernel: string;
  /** Seconds since 1970 that no time in the image is later than. */
  epoch: number;
  scratch: string;
  /** Bytes of what lies in /boot, for a slot that gets a table of its pieces; null for one that gets none. */
  tableBeside: number | null;
}

/**
 * Lays out what a slot holds that has a compressed image of the root: the image, what the boot loader loads or is made
 * of, image.conf, and the digests of all that. The initramfs knows what lies where (fill-root.sh), and heal-slot too.
 */
export async function layOutImageSlot(
  ctx: TaskContext,
  { tree, kernel, epoch, scratch, tableBeside }: ImageSlotInput,
): Promise<{ tree: string; entries: TreeEntry[]; id: string }> {
  const slot = path.join(scratch, 'slot');
  await mkdir(slot);
  await makeRootImage(ctx, { tree, epoch, outDir: slot });
  const list = path.join(scratch, 'slot.b2');
  const place = tableBeside === null ? [] : [await writeTablePlace(slot, tableBeside, scratch)];
  await shellFileIn(
    ctx,
    [readOnly(tree), writable(slot), ...place.map(readOnly)],
    t`laying out the slot`,
    ['src/image/slot/lay-out-image-slot.sh', tree, slot, kernel, ...place],
    // The list once more: files of the slot need not be readable here.
    { stdoutFile: list },
  );
  const entries = await listTree(ctx, slot, path.join(scratch, 'slot.list'));
  const id = createHash('sha256')
    .update(await readFile(list))
    .digest('hex');
  return { tree: slot, entries, id };
}

/** Writes what fills the place of the table of pieces, and answers its file. */
async function writeTablePlace(slot: string, tableBeside: number, scratch: string): Promise<string> {
  const { size } = await stat(path.join(slot, rootImageName));
  const file = path.join(scratch, 'pieces');
  await writeFile(file, tablePlace(size + tableBeside));
  return file;
}
