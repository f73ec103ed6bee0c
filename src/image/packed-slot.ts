import type { Workplace } from '../engine/progress.js';

/**
 * Compresses a slot image for the installer's medium, and reads its BLAKE2b-512 as b2sum(1) prints it, which the
 * installer compares with what it wrote.
 */
export async function packSlot(place: Workplace, image: string, packed: string): Promise<string> {
  place.progress.status('compressing the slot');
  const digest = place.engine.run({
    program: 'b2sum',
    args: ['--', image],
    purpose: 'computing the digest of the slot',
    capture: true,
    signal: place.signal,
  });
  const compressed = place.engine.run({
    program: 'zstd',
    // Fixed number of threads: the output depends on whether there is more than one.
    args: ['-q', '-f', '-3', '-T2', image, '-o', packed],
    purpose: 'compressing the slot',
    signal: place.signal,
  });
  // Both, even when one fails: what still ran would write into a folder that is being removed.
  await Promise.allSettled([digest, compressed]);
  await compressed;
  return (await digest).stdout.split(' ')[0] ?? '';
}
