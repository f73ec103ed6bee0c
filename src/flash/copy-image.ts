import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { badInput, type Failure, interrupted, stageFailed } from '../base/failure.js';
import { t } from '../base/language/texts.js';
import { formatBytes } from '../base/text/format.js';
import { alignedBuffer } from './aligned-buffer.js';
import { type FlashDisk, titleOf } from './flash-disk.js';
import type { FlashImage, ImageRange } from './flash-image.js';

/** The open file of an image, or an open disk. Positions and lengths on a disk are multiples of its sectors. */
export type Medium = Pick<FileHandle, 'read' | 'write' | 'datasync'>;

/** A disk that is open past the cache, and what is known of it. */
export interface OpenDisk {
  medium: Medium;
  about: FlashDisk;
}

export interface Copying {
  signal: AbortSignal;
  /** Bytes done of all that are to be done. */
  onBytes(done: number, total: number): void;
}

/** Bytes of a transfer: sticks are slow with smaller ones. */
const chunkBytes = 4 * 2 ** 20;

/** Bytes at both ends of a disk that hold its partition table, and what firmware looks for. */
const edgeBytes = 2 ** 20;

/** Bytes of an image that are written. */
export function bytesToWrite({ ranges }: Pick<FlashImage, 'ranges'>): number {
  return ranges.reduce((sum, { bytes }) => sum + bytes, 0);
}

/**
 * Reads an image and compares it with its digests, before anything is written.
 * @throws Failure: 2 for one that is not what was built, 130 when interrupted.
 */
export async function checkImage(file: Medium, image: FlashImage, copying: Copying): Promise<void> {
  await compare(
    image,
    copying,
    (chunk, at, length) => readWhole(file, chunk, at, length),
    () => changed(image),
  );
}

/**
 * Writes an image to a disk. The beginning of the disk is blank until all the rest is written, and so is its end if the
 * image does not reach it: no firmware starts from a half of it, nor from the copy of an older partition table.
 * @throws Failure: 1 when it cannot be written, 2 when the image has changed meanwhile, 130 when interrupted.
 */
export async function writeImage(
  file: Medium,
  image: FlashImage,
  disk: OpenDisk,
  copying: Copying,
): Promise<void> {
  const { about } = disk;
  const end = wholeSectors(image.bytes, about);
  const beginningBytes = Math.min(edgeBytes, end);
  const beginning = alignedBuffer(edgeBytes);
  const tail = Math.max(end, about.bytes - edgeBytes);
  if (tail < about.bytes) await writeWhole(disk, beginning, tail, about.bytes - tail);
  await writeWhole(disk, beginning, 0, beginningBytes);
  await flush(disk);
  const copy = async (chunk: Uint8Array, at: number, length: number) => {
    await readWhole(file, chunk, at, length);
    const padded = wholeSectors(length, about);
    chunk.fill(0, length, padded);
    if (at < edgeBytes) beginning.set(chunk.subarray(0, padded), at);
    else await writeWhole(disk, chunk, at, padded);
  };
  await compare(image, copying, copy, () => changed(image));
  await flush(disk);
  await writeWhole(disk, beginning, 0, beginningBytes);
  await flush(disk);
}

/**
 * Reads an image back from the disk, and compares it with its digests.
 * @throws Failure: 1 when the disk holds something else, or cannot be read; 130 when interrupted.
 */
export async function verifyDisk(
  image: FlashImage,
  { medium, about }: OpenDisk,
  copying: Copying,
): Promise<void> {
  const read = async (chunk: Uint8Array, at: number, length: number) => {
    try {
      await readWhole(medium, chunk, at, wholeSectors(length, about));
    } catch (error) {
      throw broken(t`${titleOf(about)} cannot be read at ${formatBytes(at)}.`, error);
    }
  };
  await compare(image, copying, read, ({ start, bytes }) =>
    broken(
      t`${titleOf(about)} does not hold what was written, somewhere from ${formatBytes(start)} to ${formatBytes(start + bytes)}.`,
    ),
  );
}

/** Fills the chunk with what is at a place of the image; none lies on both sides of the end of the disk's beginning. */
type Step = (chunk: Uint8Array, at: number, length: number) => Promise<void>;

/** Goes through the ranges of an image chunk by chunk, and compares the digest of each. */
async function compare(
  image: FlashImage,
  { onBytes, signal }: Copying,
  step: Step,
  onOther: (range: ImageRange) => Failure,
): Promise<void> {
  const chunk = alignedBuffer(chunkBytes);
  const total = bytesToWrite(image);
  let done = 0;
  for (const range of image.ranges) {
    const hash = createHash('sha256');
    const end = range.start + range.bytes;
    for (let at = range.start; at < end; ) {
      onBytes(done, total);
      if (signal.aborted) throw interrupted();
      const length = Math.min(at < edgeBytes ? edgeBytes - at : chunkBytes, end - at);
      await step(chunk, at, length);
      hash.update(chunk.subarray(0, length));
      at += length;
      done += length;
    }
    if (hash.digest('hex') !== range.sha256) throw onOther(range);
  }
  onBytes(total, total);
}

/** What is missing at the end is zero: a file that became shorter has another digest. */
async function readWhole(from: Medium, chunk: Uint8Array, at: number, length: number): Promise<void> {
  for (let done = 0; done < length; ) {
    const { bytesRead } = await from.read(chunk, done, length - done, at + done);
    if (bytesRead === 0) {
      chunk.fill(0, done, length);
      return;
    }
    done += bytesRead;
  }
}

async function writeWhole(
  { medium, about }: OpenDisk,
  chunk: Uint8Array,
  at: number,
  length: number,
): Promise<void> {
  try {
    for (let done = 0; done < length; ) {
      const { bytesWritten } = await medium.write(chunk, done, length - done, at + done);
      done += bytesWritten;
    }
  } catch (error) {
    throw broken(t`${titleOf(about)} cannot be written at ${formatBytes(at)}.`, error);
  }
}

async function flush({ medium, about }: OpenDisk): Promise<void> {
  try {
    await medium.datasync();
  } catch (error) {
    throw broken(t`${titleOf(about)} cannot be written.`, error);
  }
}

function wholeSectors(bytes: number, { sectorSize }: FlashDisk): number {
  return Math.ceil(bytes / sectorSize) * sectorSize;
}

function changed({ file }: FlashImage): Failure {
  return badInput({
    what: t`The image is not what was built: its digest is another one.`,
    where: file,
    remedy: t`Copy it again from where it was built, or build it again.`,
  });
}

function broken(what: string, error?: unknown): Failure {
  return stageFailed({
    what,
    ...(error === undefined ? {} : { why: `${(error as Error).message}.` }),
    remedy: t`Plug the disk in again, at another port if there is one, and repeat it. If it fails once more, take another disk: this one is broken, or smaller than it says.`,
  });
}
