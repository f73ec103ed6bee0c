import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { makeCacheFolder } from '../../config/cache-folder.js';
import { storeFailure } from './store-folder.js';

/** Milliseconds after which a folder that a killed run has left is removed: a day. */
const leftoverAge = 24 * 3600 * 1000;

/**
 * Gives `use` an empty folder that is gone afterwards. It lies in the cache folder, which every engine sees.
 * @throws Failure with exit status 3 when the cache folder cannot be written, 1 when its disk is full.
 */
export async function inScratchFolder<T>(cacheDir: string, use: (folder: string) => Promise<T>): Promise<T> {
  const parent = path.join(cacheDir, 'tmp');
  let folder: string;
  try {
    await makeCacheFolder(cacheDir, 'tmp');
    await removeLeftovers(parent);
    folder = await mkdtemp(path.join(parent, prefix));
  } catch (error) {
    throw storeFailure(error, parent);
  }
  try {
    return await use(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const prefix = 'rpm-';

async function removeLeftovers(parent: string): Promise<void> {
  for (const name of (await readdir(parent)).filter((entry) => entry.startsWith(prefix))) {
    const folder = path.join(parent, name);
    const stats = await stat(folder).catch(() => null);
    if (stats !== null && Date.now() - stats.mtimeMs > leftoverAge) {
      await rm(folder, { recursive: true, force: true });
    }
  }
}
