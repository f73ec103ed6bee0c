import { stat } from 'node:fs/promises';
import type { Lock } from '../rpm/lock/lock.js';
import { packagePath } from '../rpm/store/store-folder.js';

/** How many packages of a lock are not in the cache, and their bytes as they are fetched. */
export async function missingPackages(
  lock: Lock,
  cacheDir: string,
): Promise<{ packages: number; bytes: number }> {
  const sizes = await Promise.all(
    lock.packages.map(async ({ sha256, size }) =>
      (await stat(packagePath(cacheDir, sha256)).catch(() => null)) === null ? size : 0,
    ),
  );
  const missing = sizes.filter((size) => size > 0);
  return { packages: missing.length, bytes: missing.reduce((sum, size) => sum + size, 0) };
}
