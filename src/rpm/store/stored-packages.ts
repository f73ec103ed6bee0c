import { lstat } from 'node:fs/promises';
import { interrupted } from '../../base/failure.js';
import { sha256OfFile } from '../../base/fs/file-digest.js';
import { t } from '../../base/language/texts.js';
import type { TaskContext } from '../../engine/progress.js';
import type { LockedPackage } from '../lock/lock.js';
import { packagePath, storeFailure } from './store-folder.js';

export type StoredState = 'whole' | 'damaged' | 'absent';

/** Packages at the same time: one is read from the disk while the digest of another one is computed. */
const together = 4;

/**
 * Looks what of the packages is in the store. Their bytes are read each time, since neither size nor time tell one that
 * has rotted.
 * @throws Failure: 3 when the store cannot be read, 130 when interrupted.
 */
export async function statesInStore(
  packages: readonly LockedPackage[],
  cacheDir: string,
  ctx: TaskContext,
): Promise<Map<LockedPackage, StoredState>> {
  const total = packages.reduce((sum, { size }) => sum + size, 0);
  const states = new Map<LockedPackage, StoredState>();
  let read = 0;
  const onBytes = (bytes: number) => {
    read += bytes;
    ctx.progress.bytes(read, total);
  };
  ctx.progress.status(t`checking ${packages.length} packages`);
  const queue = packages.values();
  const worker = async () => {
    for (const item of queue) {
      if (ctx.signal.aborted) throw interrupted();
      states.set(item, await stateInStore(item, cacheDir, onBytes));
    }
  };
  await Promise.all(Array.from({ length: together }, worker));
  return states;
}

async function stateInStore(
  { sha256, size }: LockedPackage,
  cacheDir: string,
  onBytes: (bytes: number) => void,
): Promise<StoredState> {
  const file = packagePath(cacheDir, sha256);
  try {
    const stats = await lstat(file);
    const isWhole = stats.isFile() && stats.size === size && (await sha256OfFile(file, onBytes)) === sha256;
    return isWhole ? 'whole' : 'damaged';
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 'absent';
    // A disk that cannot read it any more has lost it as well.
    if ((error as NodeJS.ErrnoException).code === 'EIO') return 'damaged';
    throw storeFailure(error, file);
  }
}
