import { later, t } from '../../base/language/texts.js';
import { formatBytes } from '../../base/text/format.js';
import type { TaskContext } from '../../engine/progress.js';
import type { Lock } from '../../rpm/lock/lock.js';
import { fetchPackages } from '../../rpm/store/store.js';
import { data, unkeyed } from '../input.js';
import { fetchStage } from '../stage.js';

export interface PackagesFacts {
  /** Paths in the package store, by digest. */
  files: ReadonlyMap<string, string>;
  count: number;
  /** Of the packages as they are fetched. */
  bytes: number;
  /** Names of those that had rotted in the store, and were fetched again. */
  damaged: readonly string[];
}

/** The locked packages in the package store, each checked against the lock. */
export const packagesStage = fetchStage({
  id: 'packages',
  title: later`Packages`,
  deps: {},
  tools: [],
  inputs: ({ project, lock, cacheDir }) => ({
    lock: data(lock),
    bring: unkeyed(
      (ctx: TaskContext, onDamaged: (name: string) => void) =>
        fetchPackages(lock, project, ctx, cacheDir, onDamaged),
      'What comes is what the lock says, or nothing.',
    ),
  }),
  async make(ctx, { lock, bring }): Promise<PackagesFacts> {
    const damaged: string[] = [];
    const files = await bring(ctx, (name) => damaged.push(name));
    const bytes = lock.packages.reduce((sum, { size }) => sum + size, 0);
    return { files, count: lock.packages.length, bytes, damaged };
  },
  tell: ({ facts: { count, bytes, damaged } }) => {
    const again =
      damaged.length === 0 ? '' : t`, damaged in the cache and fetched again: ${damaged.join(', ')}`;
    return t`${count} packages, ${formatBytes(bytes)}${again}`;
  },
});

/** Lines for the image's own list of packages. */
export function packageLines({ packages }: Pick<Lock, 'packages'>): string[] {
  return packages.map(
    ({ name, epoch, version, release, arch }) => `${name}-${epoch}:${version}-${release}.${arch}`,
  );
}
