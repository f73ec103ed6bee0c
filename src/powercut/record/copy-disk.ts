import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { TaskContext } from '../../engine/progress.js';

/**
 * Empties the folder of a recording, and makes one in it to work in, with a copy of the image as disk.raw.
 * @returns that folder
 */
export async function copyDisk(ctx: TaskContext, image: string, dir: string): Promise<string> {
  await rm(dir, { recursive: true, force: true });
  const work = path.join(dir, 'work');
  await mkdir(work, { recursive: true });
  ctx.progress.status('copying the image');
  await copyImage(ctx, image, path.join(work, 'disk.raw'));
  return work;
}

/** A copy that takes no more room than what is in it. */
export async function copyImage(ctx: TaskContext, from: string, to: string): Promise<void> {
  await ctx.engine.run({
    program: 'cp',
    args: ['--sparse=always', '--reflink=auto', '--', from, to],
    purpose: 'copying the image',
    signal: ctx.signal,
  });
}
