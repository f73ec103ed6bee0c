import { mkdir, rename, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Workplace } from '../engine/progress.js';
import { listedFiles } from './kept-artefacts.js';

/** Whether all that a list of digests (as sha256sum prints it) names is there, below the folder of the list. */
export async function isWholeFolder(list: string): Promise<boolean> {
  const names = await listedFiles(list);
  const there = await Promise.all(
    names.map(async (name) => (await stat(path.join(list, '..', name)).catch(() => null)) !== null),
  );
  return there.length > 0 && there.every((one) => one);
}

/**
 * Replaces a folder with another one once that is on the disk.
 * @param aside name that what was there gets; nothing has it yet
 */
export async function replaceFolder(
  place: Workplace,
  from: string,
  to: string,
  aside: string,
): Promise<void> {
  await place.engine.run({
    program: 'sync',
    args: ['-f', from],
    purpose: 'writing to the disk',
    signal: place.signal,
  });
  await mkdir(path.dirname(to), { recursive: true });
  await rename(to, aside).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
  await rename(from, to);
}
