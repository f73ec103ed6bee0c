import { existsSync } from 'node:fs';
import { mkdtemp, readdir } from 'node:fs/promises';
import path from 'node:path';
import type { Workplace } from '../engine/progress.js';

/** Makes a temporary folder whose name says by which process, so that a later run knows when nobody needs it. */
export function temporaryFolder(parent: string, prefix: string): Promise<string> {
  return mkdtemp(path.join(parent, `${prefix}${process.pid}-`));
}

/**
 * Removes the temporary folders of runs that were killed. A program of such a run may live on for a moment and
 * write into one: that one is left to the next run.
 */
export async function removeAbandoned(place: Workplace, parent: string, prefix: string): Promise<void> {
  for (const name of await readdir(parent)) {
    if (!name.startsWith(prefix)) continue;
    const [owner = ''] = name.slice(prefix.length).split('-');
    if (!/^\d+$/.test(owner) || existsSync(`/proc/${owner}`)) continue;
    await remove(place, path.join(parent, name), [0, 1]);
  }
}

/** Removes a folder through the engine, since a root tree's files need not be removable for this process; also after a Ctrl-C. */
export async function remove(
  { engine }: Workplace,
  dir: string,
  okStatuses: readonly number[] = [0],
): Promise<void> {
  await engine.run({
    program: 'rm',
    args: ['-rf', '--', dir],
    purpose: 'removing temporary files',
    handlesTree: true,
    okStatuses,
  });
}
