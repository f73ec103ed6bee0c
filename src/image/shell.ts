import type { Workplace } from '../engine/progress.js';

/**
 * Runs a few lines of POSIX sh through the engine: work on trees whose files need not be readable for this process.
 * `args` are $1, $2, ... of the script.
 */
export async function shell(
  place: Workplace,
  purpose: string,
  script: string,
  ...args: string[]
): Promise<void> {
  await place.engine.run({
    program: 'sh',
    args: ['-euc', `umask 022\n${script}`, 'sh', ...args],
    purpose,
    handlesTree: true,
    signal: place.signal,
  });
}
