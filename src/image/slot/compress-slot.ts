import { t } from '../../base/language/texts.js';
import type { TaskContext } from '../../engine/progress.js';

/**
 * Compresses a slot image for the installer's medium, and reads its BLAKE2b-512 as b2sum(1) prints it, which the
 * installer compares with what it wrote.
 */
export async function compressSlot(ctx: TaskContext, image: string, packed: string): Promise<string> {
  ctx.progress.status(t`compressing the slot`);
  const digest = ctx.engine.run({
    program: 'b2sum',
    args: ['--', image],
    purpose: t`computing the digest of the slot`,
    capture: true,
    signal: ctx.signal,
  });
  const compressed = ctx.engine.run({
    program: 'zstd',
    // Fixed number of threads: the output depends on whether there is more than one.
    args: ['-q', '-f', '-3', '-T2', image, '-o', packed],
    purpose: t`compressing the slot`,
    signal: ctx.signal,
  });
  // Both, even when one fails: what still ran would write into a folder that is being removed.
  await Promise.allSettled([digest, compressed]);
  await compressed;
  return (await digest).stdout.split(' ')[0] ?? '';
}
