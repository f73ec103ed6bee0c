import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import path from 'node:path';
import { badInput, exitStatus, Failure, interrupted } from '../base/failure.js';
import { openRegularFile } from '../base/fs/regular-file.js';
import { later, sentences, t, translated } from '../base/language/texts.js';
import { formatBytes } from '../base/text/format.js';
import type { TaskContext } from '../engine/progress.js';
import { runUnlogged, type ShownRun } from '../run/run.js';
import type { Task } from '../run/task.js';
import { bytesToWrite, type Copying, checkImage, verifyDisk, writeImage } from './copy-image.js';
import { ejectDisk, isEjectable } from './eject-disk.js';
import { disksHere, isSameDisk, requireWritable } from './find-disk.js';
import { type FlashDisk, titleOf } from './flash-disk.js';
import type { FlashImage } from './flash-image.js';
import { refusalOf } from './judge-disk.js';

/** What a person has agreed to. */
export interface FlashOrder {
  image: FlashImage;
  disk: FlashDisk;
  /** It may be one that cannot be pulled out. */
  isForced: boolean;
}

export interface FlashReport {
  bytes: number;
  isEjected: boolean;
}

/** What the disk holds of the image, once it is being written to. */
type Written = 'half' | 'whole' | 'verified';

/** The same for who interrupts the work, or reads why it failed. */
const leftOn: Readonly<Record<Written, string>> = {
  half: later`The disk holds half of an image, and no machine starts from it.`,
  whole: later`The image is on the disk, but was not read back as a whole.`,
  verified: later`The image is on the disk, and was read back.`,
};

/**
 * Writes an image to a disk, reads it back, and ejects the disk.
 * @throws Failure: 1 when the disk fails, 2 for an image or a disk that is not what was agreed to, 3 without the right to
 *   write to it; 130 when interrupted, with what the disk holds then.
 */
export async function writeToDisk(order: FlashOrder, shown: Omit<ShownRun, 'title'>): Promise<FlashReport> {
  const { image, disk } = order;
  await requireWritable(disk, image);
  let opened: FileHandle | null = null;
  let isEjected = false;
  let written: Written | null = null;
  const { handle: file } = await openRegularFile(image.file);
  const tasks: Task[] = [
    {
      ...{ id: 'check', title: t`Check ${path.basename(image.file)}` },
      async run(ctx) {
        await checkImage(file, image, copyingOf(ctx));
        return t`it is what was built`;
      },
    },
    {
      ...{ id: 'write', title: t`Write to ${titleOf(disk)}` },
      async run(ctx) {
        opened = await openDisk(ctx, order);
        written = 'half';
        await writeImage(file, image, { medium: opened, about: disk }, copyingOf(ctx));
        written = 'whole';
        return formatBytes(bytesToWrite(image));
      },
    },
    {
      ...{ id: 'verify', title: t`Read it back` },
      async run(ctx) {
        if (opened === null) throw interrupted();
        await verifyDisk(image, { medium: opened, about: disk }, copyingOf(ctx));
        written = 'verified';
        return t`the disk holds what was built`;
      },
    },
  ];
  if (isEjectable(disk)) {
    tasks.push({
      ...{ id: 'eject', title: t`Eject ${titleOf(disk)}` },
      async run(ctx) {
        await opened?.close();
        opened = null;
        isEjected = await ejectDisk(ctx, disk);
        return isEjected ? t`it can be pulled out` : t`no program did it`;
      },
    });
  }
  try {
    await runUnlogged(tasks, { title: 'flash', ...shown });
    return { bytes: bytesToWrite(image), isEjected };
  } catch (error) {
    throw told(error, disk, written);
  } finally {
    await file.close();
    await (opened as FileHandle | null)?.close();
  }
}

/** What became of it, in a sentence. */
export function flashedText({ image, disk }: FlashOrder, { isEjected }: FlashReport): string {
  const done = t`${path.basename(image.file)} is on ${titleOf(disk)}, and was read back.`;
  if (isEjected) return sentences(done, t`The disk is ejected: pull it out.`);
  return disk.isRemovable ? sentences(done, t`It can be pulled out.`) : done;
}

function copyingOf({ signal, progress }: TaskContext): Copying {
  return { signal, onBytes: (done, total) => progress.bytes(done, total) };
}

/**
 * Opens the disk past the cache and for nobody else: the kernel refuses one of which a part is mounted, and lets nobody
 * mount it meanwhile (open(2), O_EXCL without O_CREAT).
 */
async function openDisk(ctx: TaskContext, { image, disk, isForced }: FlashOrder): Promise<FileHandle> {
  const handle = await open(
    disk.path,
    constants.O_RDWR | constants.O_EXCL | constants.O_DIRECT | constants.O_NONBLOCK,
  ).catch((error: NodeJS.ErrnoException) => {
    throw notOpened(disk, error);
  });
  try {
    const { disks } = await disksHere(ctx.engine, ctx.signal);
    const now = disks.find(({ path: at }) => at === disk.path);
    if (now === undefined || !isSameDisk(now, disk)) {
      throw badInput({
        what: t`${titleOf(disk)} was pulled out, and is another disk now.`,
        remedy: t`Look at the disks, and choose again.`,
      });
    }
    const refusal = refusalOf(now, image, isForced);
    if (refusal !== null) throw badInput(refusal);
    return handle;
  } catch (error) {
    await handle.close();
    throw error;
  }
}

function notOpened(disk: FlashDisk, { code, message }: NodeJS.ErrnoException): Failure {
  const why = `${message}.`;
  if (code === 'EBUSY') {
    return badInput({
      what: t`${titleOf(disk)} is in use: a part of it is mounted, or belongs to a volume or a running program.`,
      why,
      remedy: t`Look at what uses it (lsblk ${disk.path}; it may be mounted outside of a container), and end that.`,
    });
  }
  const gone = code === 'ENOENT' || code === 'ENXIO' || code === 'ENOMEDIUM';
  return badInput({
    what: gone ? t`${titleOf(disk)} is not there any more.` : t`${titleOf(disk)} cannot be opened.`,
    why,
    remedy: t`Plug it in, and choose it again.`,
  });
}

/** The failure with what the disk holds now. */
function told(error: unknown, disk: FlashDisk, written: Written | null): unknown {
  if (!(error instanceof Failure) || written === null) return error;
  if (error.exitStatus !== exitStatus.interrupted) {
    return new Failure(error.exitStatus, { ...error.facts, what: `${error.facts.what} ${leftOn[written]}` });
  }
  return new Failure(error.exitStatus, {
    what: sentences(t`The work on ${titleOf(disk)} was interrupted.`, translated(leftOn[written])),
    remedy: t`To be sure of it, write it again. What was on the disk before is lost.`,
  });
}
