import { badInput } from '../../base/failure.js';
import { sentences, t, translated } from '../../base/language/texts.js';
import type { ImageSpec } from '../../config/image-spec.js';
import { imageKind, missingPackages, type RequiredPackage } from '../../config/releases/required-packages.js';
import { missingSettingPackages, type SettingPackage } from '../../config/releases/setting-packages.js';
import type { Lock } from './lock.js';

/** What a lock lacks of the packages without which its image could not be built or would not boot. */
export function missingForBoot(lock: Pick<Lock, 'packages'>, spec: ImageSpec): RequiredPackage[] {
  return missingPackages(
    lock.packages.map((item) => item.name),
    imageKind(spec),
  );
}

/** What a lock lacks of the packages that bring what settings name: locales, keymap, time zone. */
export function missingForSettings(lock: Pick<Lock, 'packages'>, spec: ImageSpec): SettingPackage[] {
  return missingSettingPackages(
    lock.packages.map((item) => item.name),
    spec,
  );
}

/** What keeps a build of a lock from beginning. */
export function missingForBuild(
  lock: Pick<Lock, 'packages'>,
  spec: ImageSpec,
  { bringsFiles }: { bringsFiles: boolean },
): RequiredPackage[] {
  // Files and scripts of the project may bring a locale too: the image tells, when it is made.
  const settings = bringsFiles ? [] : missingForSettings(lock, spec).filter(({ isDefault }) => !isDefault);
  return [...missingForBoot(lock, spec), ...settings];
}

/**
 * The guard before a build.
 * @param project Whether the project has files or scripts of its own for the root.
 * @throws Failure with exit status 2 that names each missing package and what it is for.
 */
export function requireBootable(
  lock: Pick<Lock, 'packages'>,
  spec: ImageSpec,
  project: { bringsFiles: boolean } = { bringsFiles: false },
): void {
  const missing = missingForBuild(lock, spec, project);
  if (missing.length === 0) return;
  const names = missing.map(({ anyOf }) => anyOf[0]);
  throw badInput({
    what: t`The lock lacks what an image needs: ${names.map((name) => `\`${name}\``).join(t`, `)}.`,
    where: spec.packages === null ? 'packages.list' : 'packages',
    why: sentences(
      ...missing.map(({ anyOf, reason }) => t`\`${anyOf[0]}\` is needed because ${translated(reason)}.`),
    ),
    remedy:
      names.length === 1
        ? t`Add it to the package list and run \`tmpfsroot-wizard lock\`.`
        : t`Add them to the package list and run \`tmpfsroot-wizard lock\`.`,
  });
}
