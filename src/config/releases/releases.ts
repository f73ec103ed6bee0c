import type { Arch } from '../image-spec.js';
import { releaseRows } from './release-data.js';

/** A public key that is pinned by its fingerprint. */
export interface KnownKey {
  /** Whose it is, for people: `Fedora 44`. */
  owner: string;
  /** 40 upper-case hex digits. */
  fingerprint: string;
  /** Where the key itself may be on this machine, in order. */
  files: string[];
  /** Where it can be had; only to be believed when its fingerprint is the one above. */
  url: string;
}

/** A Fedora release that the shipped data knows. */
export interface ReleaseInfo {
  release: number;
  /** Day of general availability, `YYYY-MM-DD`, or null: not known when this was written. */
  released: string | null;
  /** Day after which it gets no more updates, or null: not known when this was written. */
  endOfLife: string | null;
  /** The key that signs its packages. */
  key: KnownKey;
}

/** What is known of a Fedora release, or null: then its repositories are given by hand. */
export function releaseInfo(release: number, arch: Arch = 'x86_64'): ReleaseInfo | null {
  const row = releaseRows.find(([number]) => number === release);
  if (row === undefined) return null;
  const [, released, endOfLife, fingerprint] = row;
  const keyName = `RPM-GPG-KEY-fedora-${release}-primary`;
  return {
    release,
    released,
    endOfLife,
    key: {
      owner: `Fedora ${release}`,
      fingerprint,
      files: [
        `/etc/pki/rpm-gpg/${keyName}`,
        `/etc/pki/rpm-gpg/RPM-GPG-KEY-fedora-${release}-${arch}`,
        `/usr/share/distribution-gpg-keys/fedora/${keyName}`,
      ],
      url: keyUrl(release),
    },
  };
}

/** Where the key of a release is published beside Fedora's own site: distribution-gpg-keys on GitHub. */
export function keyUrl(release: number): string {
  return `https://raw.githubusercontent.com/rpm-software-management/distribution-gpg-keys/main/keys/fedora/RPM-GPG-KEY-fedora-${release}-primary`;
}

/** Releases that the shipped data knows, oldest first. */
export function knownReleases(): number[] {
  return releaseRows.map(([release]) => release);
}

/** A release whose end of life is nearer than this is not proposed any more, days. */
export const endsSoonDays = 30;

/** Whole days from today to a day `YYYY-MM-DD`, negative when it is over. */
export function daysUntil(day: string, today: Date): number {
  return Math.ceil((Date.parse(day) - today.getTime()) / (24 * 60 * 60 * 1000));
}

/** The newest release that is out and supported for some time, or null: the shipped data is too old to tell. */
export function currentRelease(today: Date): number | null {
  const row = releaseRows.findLast(
    ([, released, endOfLife]) =>
      released !== null &&
      daysUntil(released, today) <= 0 &&
      (endOfLife === null || daysUntil(endOfLife, today) > endsSoonDays),
  );
  return row?.[0] ?? null;
}
