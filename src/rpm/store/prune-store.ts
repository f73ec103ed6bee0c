import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Engine } from '../../engine/engine.js';
import { removeOldParts } from './partial-downloads.js';
import { packagesFolder } from './store-folder.js';

/** Milliseconds after which an interrupted download is given up: a week. */
const partAge = 7 * 24 * 3600 * 1000;

/**
 * Cuts the store down to `limitBytes` by removing the packages that were not used for longest; those in `keep`
 * stay in any case. Interrupted downloads of a week ago go as well.
 */
export async function pruneStore(
  engine: Pick<Engine, 'lockFile'>,
  cacheDir: string,
  keep: ReadonlySet<string>,
  limitBytes: number,
): Promise<void> {
  const folder = packagesFolder(cacheDir);
  await removeOldParts(engine, folder, partAge);
  const digests = (await readdir(folder)).flatMap((name) => /^([0-9a-f]{64})\.rpm$/.exec(name)?.[1] ?? []);
  const packages = await Promise.all(
    digests.map(async (sha256) => {
      const file = await stat(path.join(folder, `${sha256}.rpm`)).catch(() => null);
      const mark = await stat(path.join(folder, `${sha256}.json`)).catch(() => file);
      return { sha256, size: file?.size ?? 0, usedAt: mark?.mtimeMs ?? 0 };
    }),
  );
  let total = packages.reduce((sum, { size }) => sum + size, 0);
  for (const { sha256, size } of packages.sort((a, b) => a.usedAt - b.usedAt)) {
    if (total <= limitBytes) return;
    if (keep.has(sha256)) continue;
    await rm(path.join(folder, `${sha256}.rpm`), { force: true });
    await rm(path.join(folder, `${sha256}.json`), { force: true });
    total -= size;
  }
}
