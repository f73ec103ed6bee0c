import type { ImageSpec } from './image-spec.js';

/**
 * Stands for the hash of a password wherever a spec is shown or printed: whoever has a hash can guess its password at
 * leisure. It is no hash itself, so that it is refused when nobody has put one in its place.
 */
export const hashPlaceholder = 'PASSWORD-HASH';

/** The spec with another value for each hash of a password; where there is none, none is made. */
export function changeHashes(spec: ImageSpec, change: (hash: string) => string): ImageSpec {
  const { system } = spec;
  const changed = (hash: string | null) => (hash === null ? null : change(hash));
  return {
    ...spec,
    system: {
      ...system,
      rootPasswordHash: changed(system.rootPasswordHash),
      users: system.users.map((user) => ({ ...user, passwordHash: changed(user.passwordHash) })),
    },
  };
}

/** The spec with the placeholder for each hash of a password. */
export function withoutHashes(spec: ImageSpec): ImageSpec {
  return changeHashes(spec, () => hashPlaceholder);
}

/** For `JSON.stringify`: shows no hash, nor what stands in the field of one. */
export function hideHashes(key: string, value: unknown): unknown {
  return /passwordHash$/i.test(key) && typeof value === 'string' ? hashPlaceholder : value;
}
