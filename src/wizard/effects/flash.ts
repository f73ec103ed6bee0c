import path from 'node:path';
import { Failure } from '../../base/failure.js';
import { createNativeEngine } from '../../engine/native/native.js';
import { disksHere, requireWritable } from '../../flash/find-disk.js';
import type { FlashDisk } from '../../flash/flash-disk.js';
import { type FlashImage, openFlashImage } from '../../flash/flash-image.js';
import { type Refusal, refusalOf } from '../../flash/judge-disk.js';
import type { OfferedDisk, Request } from '../model/request.js';
import { noticeOf } from './notice.js';
import type { Ports } from './ports.js';

/** Looks which disks an image of the last build can be written to: those that can be pulled out. */
export async function listFlashDisks(
  { dir, signal, dispatch }: Ports,
  { file }: Extract<Request, { type: 'list-flash-disks' }>,
): Promise<void> {
  try {
    const image = await openFlashImage(path.join(dir, 'output', file));
    const { disks } = await disksHere(createNativeEngine(), signal);
    const offered: OfferedDisk[] = [];
    for (const disk of disks.filter(({ isRemovable }) => isRemovable)) {
      offered.push({ disk, refusal: refusalOf(disk, image, false) ?? (await rightsRefusal(disk, image)) });
    }
    dispatch({ type: 'flash-disks', file, disks: offered });
  } catch (error) {
    dispatch({ type: 'facts', facts: { notice: noticeOf(error) } });
  }
}

async function rightsRefusal(disk: FlashDisk, image: FlashImage): Promise<Refusal | null> {
  try {
    await requireWritable(disk, image);
    return null;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const { what, remedy = '' } = error.facts;
    return { what, remedy };
  }
}
