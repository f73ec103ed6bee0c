import { badInput } from '../spec/failure.js';
import type { ImageSpec } from '../spec/image-spec.js';
import { imageKind, missingPackages, type RequiredPackage } from '../spec/required-packages.js';
import type { Lock } from './lock.js';

/** What a lock lacks of the packages without which its image could not be built or would not boot. */
export function missingForBoot(lock: Pick<Lock, 'packages'>, spec: ImageSpec): RequiredPackage[] {
  return missingPackages(
    lock.packages.map((item) => item.name),
    imageKind(spec),
  );
}

/**
 * The guard before a build.
 * @throws Failure with exit status 2 that names each missing package and what it is for.
 */
export function requireBootable(lock: Pick<Lock, 'packages'>, spec: ImageSpec): void {
  const missing = missingForBoot(lock, spec);
  if (missing.length === 0) return;
  const names = missing.map(({ anyOf }) => anyOf[0]);
  throw badInput({
    what: `The lock lacks what an image needs: ${names.map((name) => `\`${name}\``).join(', ')}.`,
    where: spec.packages === null ? 'packages.list' : 'packages',
    why: missing.map(({ anyOf, reason }) => `\`${anyOf[0]}\` is needed because ${reason}.`).join(' '),
    remedy: `Add ${names.length === 1 ? 'it' : 'them'} to the package list and run \`tmpfsroot-wizard lock\`.`,
  });
}
