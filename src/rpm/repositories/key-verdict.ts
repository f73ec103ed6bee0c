import { t } from '../../base/language/texts.js';
import { type KeyPart, keyIdOf, type OpenPgpKey } from './openpgp-key.js';

/** A signature of a package, as it says itself. */
export interface SignatureFacts {
  /** Ids or fingerprints of the key, upper-case hex digits. */
  issuers: readonly string[];
  /** Seconds since 1970. */
  created: number;
}

/**
 * Why keys cannot be used: one of them is revoked. Stricter than rpm with Sequoia, which takes what was signed before a key was
 * retired; rpm before 4.19 does not look. null: they can be used.
 */
export function revokedKey(keys: readonly OpenPgpKey[]): string | null {
  const revoked = keys.find(({ isRevoked }) => isRevoked);
  return revoked === undefined ? null : t`Its owner has revoked the key ${nameOf(revoked)}.`;
}

/** Which keys have expired, a sentence for each: what they signed before counts. @param now seconds since 1970 */
export function expiredKeys(keys: readonly OpenPgpKey[], now: number): string[] {
  return keys.flatMap((key) =>
    key.expires === null || key.expires > now
      ? []
      : [t`The key ${nameOf(key)} expired on ${day(key.expires)}.`],
  );
}

/** Whether the dates of signatures matter: a key, or a subkey, that may sign only until a day. */
export function haveExpiry(keys: readonly OpenPgpKey[]): boolean {
  return keys.some((key) => [key, ...key.subkeys].some(({ expires }) => expires !== null));
}

/**
 * Why a signature does not count though it is good: its key had expired when it was made, as rpm with Sequoia decides
 * (rpm-sequoia, `_pgpVerifySignature`). null: it counts, as far as the keys say.
 */
export function lateSignature(
  { issuers, created }: SignatureFacts,
  keys: readonly OpenPgpKey[],
): string | null {
  const isBy = ({ fingerprint }: KeyPart) =>
    issuers.some((issuer) => issuer === fingerprint || issuer === keyIdOf(fingerprint));
  for (const key of keys) {
    const part = [key, ...key.subkeys].find(isBy);
    if (part === undefined) continue;
    const expires = [key, part].flatMap((one) => (one.expires === null ? [] : [one.expires]));
    const first = Math.min(...expires);
    if (created >= first) {
      return t`signed on ${day(created)} by the key ${keyIdOf(part.fingerprint)}, which expired on ${day(first)}`;
    }
  }
  return null;
}

/** `BC79C5C954D7E1C6 (Fedora <fedora@example.org>)` */
function nameOf({ fingerprint, userIds: [userId] }: OpenPgpKey): string {
  return `${keyIdOf(fingerprint)}${userId === undefined ? '' : ` (${userId})`}`;
}

function day(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 10);
}
