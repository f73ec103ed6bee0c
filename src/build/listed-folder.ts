import { mkdir, rename } from 'node:fs/promises';
import path from 'node:path';
import { t } from '../base/language/texts.js';
import type { TaskContext } from '../engine/progress.js';

/**
 * Replaces a folder with another one once that is on the disk.
 * @param aside name that what was there gets; nothing has it yet
 */
export async function replaceFolder(
  ctx: TaskContext,
  from: string,
  to: string,
  aside: string,
): Promise<void> {
  await ctx.engine.run({
    program: 'sync',
    args: ['-f', from],
    purpose: t`writing to the disk`,
    signal: ctx.signal,
  });
  await mkdir(path.dirname(to), { recursive: true });
  await rename(to, aside).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
  await rename(from, to);
}
