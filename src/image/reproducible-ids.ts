import { createHash } from 'node:crypto';
import type { Lock } from '../rpm/lock/lock.js';

/** Everything that tools would otherwise draw at random or read off the clock. */
export interface Seeds {
  /** A UUID that is the same for the same lock and purpose. */
  uuid(purpose: string): string;
  /** Tail of the PARTUUIDs of a disk image: 4-4-4-12 hex digits. */
  installationId(): string;
  /** Hex digits for volume ids and labels. */
  hex(purpose: string, digits: number): string;
}

/** Seeds that come from the lock, so that building it twice gives the same bytes. */
export function seedsOf(lock: Lock): Seeds {
  const base = createHash('sha256').update(JSON.stringify(lock)).digest();
  const digest = (purpose: string) => createHash('sha256').update(base).update(purpose).digest('hex');
  const uuid = (purpose: string) => {
    const hex = digest(purpose);
    // RFC 9562, version 8 (custom) and variant 10.
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
  };
  return {
    uuid,
    installationId: () => uuid('installation').slice(9),
    hex: (purpose, digits) => digest(purpose).slice(0, digits),
  };
}
