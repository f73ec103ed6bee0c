import { badInput, type Failure } from '../../base/failure.js';
import { sentences, t } from '../../base/language/texts.js';
import { formatNevra } from '../evr.js';
import type { Lock, LockedPackage } from '../lock/lock.js';
import { readMark } from './store-folder.js';

/** A package that is another one than the lock says, though it has the digest of the lock and a good signature. */
export interface Misnamed {
  item: LockedPackage;
  /** By its own header. */
  nevra: string;
}

/** None, or the one mistake. */
export function misnaming(item: LockedPackage, nevra: string): Misnamed[] {
  return formatNevra(item) === nevra ? [] : [{ item, nevra }];
}

/** What the lock, or metadata of a repository that it was made of, says wrongly of packages. Exit status 2. */
export function otherPackages(misnamed: readonly Misnamed[]): Failure {
  const all = misnamed.map(
    ({ item, nevra }) =>
      t`\`${formatNevra(item)}\` of repository \`${item.repo}\` is \`${nevra}\` by its own header.`,
  );
  const [only, ...others] = all;
  return badInput({
    what:
      others.length === 0
        ? t`Package ${only}`
        : t`${misnamed.length} packages are others than the lock says.`,
    where: 'rpms.lock',
    ...(others.length === 0 ? {} : { why: sentences(...all.slice(0, 20)) }),
    remedy: t`Nothing was installed. Restore rpms.lock from git, or run \`tmpfsroot-wizard lock\`; if that does not help, the metadata of the repository are wrong: name another mirror.`,
  });
}

/**
 * Refuses a lock whose packages are others than it says, as far as they are in the store and were found good before.
 * @throws Failure (exit status 2)
 */
export async function refuseMisnamed({ packages }: Pick<Lock, 'packages'>, cacheDir: string): Promise<void> {
  const found = await Promise.all(
    packages.map(async (item) => {
      const nevra = (await readMark(cacheDir, item.sha256))?.nevra;
      return nevra === undefined ? [] : misnaming(item, nevra);
    }),
  );
  if (found.flat().length > 0) throw otherPackages(found.flat());
}
