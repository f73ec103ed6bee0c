import { open } from 'node:fs/promises';
import path from 'node:path';
import { badInput } from '../../base/failure.js';
import { lockFile } from '../../engine/file-lock.js';
import { type Lab, planFile } from './lab-folder.js';

/**
 * Does something in a lab that two runs at once would do twice, or over one another: recordings and the report. Parts
 * are examined by as many as like.
 * @throws Failure with exit status 2 where another run is in the folder.
 */
export async function aloneIn<T>({ dir }: Lab, work: () => Promise<T>): Promise<T> {
  const handle = await open(path.join(dir, planFile), 'r');
  try {
    if (await lockFile(handle, false)) return await work();
    throw badInput({
      what: 'Another run of the power-cut lab works in this folder.',
      where: dir,
      remedy: 'Wait for its end, or name another folder with --out.',
    });
  } finally {
    await handle.close();
  }
}
