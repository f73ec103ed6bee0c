import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { atomicWriteFile } from '../../base/fs/atomic-write.js';
import { readSmallText } from '../../base/fs/read-small-file.js';
import { type OpenPgpKey, readOpenPgpKeys } from './openpgp-key.js';

/** To be counted up when the same file is to be read in another way. */
const form = 1;

/**
 * The public keys of an armoured key file. What was read of the same bytes before is taken from the cache folder, where
 * there is one: to load OpenPGP.js takes a third of the time of a build in which nothing changed.
 * @throws Error with a sentence, as {@link readOpenPgpKeys} does.
 */
export async function rememberedKeys(content: Uint8Array, cacheDir: string | null): Promise<OpenPgpKey[]> {
  if (cacheDir === null) return await readOpenPgpKeys(content);
  const digest = createHash('sha256').update(`${form} `).update(content).digest('hex');
  const file = path.join(cacheDir, 'keys', `${digest}.json`);
  try {
    return JSON.parse(await readSmallText(file)) as OpenPgpKey[];
  } catch {
    // Not read before, or damaged.
  }
  const keys = await readOpenPgpKeys(content);
  try {
    // Not the cache folder itself: who only looks at a project makes none.
    await mkdir(path.dirname(file)).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
    await atomicWriteFile(file, JSON.stringify(keys));
  } catch {
    // It is read once more next time.
  }
  return keys;
}
