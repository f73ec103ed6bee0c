import { hashPlaceholder } from './fields/password-hash.js';
import type { ImageSpec } from './image-spec.js';

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

/** Whether a document, or a record of one, holds the hash of a password, or tells of one. */
export function holdsHashes(document: unknown): boolean {
  return textHoldsHashes(JSON.stringify(document) ?? '');
}

/** The same of JSON as it stands in a file. */
export function textHoldsHashes(text: string): boolean {
  return /"\w*passwordHash"\s*:\s*"/i.test(text);
}

/** For `JSON.stringify`: shows no hash, nor what stands in the field of one. */
export function hideHashes(key: string, value: unknown): unknown {
  return /passwordHash$/i.test(key) && typeof value === 'string' ? hashPlaceholder : value;
}
