import { chmod, stat } from 'node:fs/promises';
import path from 'node:path';
import { type Failure, missingHere } from '../base/failure.js';
import { makeFolder } from '../base/fs/make-folder.js';
import { type ForeignPlace, findForeignPlace, ownTrust } from '../base/fs/own-path.js';
import { type Environment, personFolder } from '../base/fs/person-folder.js';
import { t } from '../base/language/texts.js';
import type { ImageSpec } from './image-spec.js';

/** Absolute path of the folder for packages, metadata and stages. Does not make it. */
export function cacheFolder({ cacheDir }: Pick<ImageSpec, 'cacheDir'>, env: Environment): string {
  return cacheDir === null ? personFolder(env, 'XDG_CACHE_HOME', '.cache') : path.resolve(cacheDir);
}

/**
 * Makes a folder in the cache, for its owner only. A cache that others can change is not used: what is in it comes into
 * images.
 * @returns its path
 * @throws Failure with exit status 3 for a place that others own or may write, else the system's error.
 */
export async function makeCacheFolder(cacheDir: string, name: string): Promise<string> {
  const folder = path.join(cacheDir, name);
  await requireOwn(folder);
  await makeFolder(folder, 0o700);
  // Where the folder above is everybody's, somebody may have been quicker.
  await requireOwn(folder);
  const { mode, uid } = await stat(folder);
  if ((mode & 0o077) !== 0 && uid === process.geteuid?.()) await chmod(folder, 0o700);
  return folder;
}

async function requireOwn(folder: string): Promise<void> {
  const foreign = await findForeignPlace(folder, ownTrust());
  if (foreign !== null) throw foreignCache(folder, foreign);
}

function foreignCache(folder: string, { file, kind, uid }: ForeignPlace): Failure {
  const facts = {
    what: t`Others can change the cache folder, so it is not used.`,
    where: folder,
  };
  const elsewhere = t`name a folder of your own with \`--cache-dir\`, \`cacheDir\` or CACHE_DIR.`;
  return kind === 'owner'
    ? missingHere({
        ...facts,
        why: t`\`${file}\` belongs to another user (id ${uid}).`,
        remedy: t`If only you have used it, make it yours with \`chown\`; else ${elsewhere}`,
      })
    : missingHere({
        ...facts,
        why: t`Users other than its owner may write to \`${file}\`.`,
        remedy: t`If nobody has done so, take that right away: chmod go-w ${file}; else ${elsewhere}`,
      });
}
