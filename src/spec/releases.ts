import type { Arch } from './image-spec.js';

/** A Fedora release that the shipped data knows. */
export interface ReleaseInfo {
  release: number;
  /** Day of general availability, `YYYY-MM-DD`, or null: not known when this was written. */
  released: string | null;
  /** Day after which it gets no more updates, or null: not known when this was written. */
  endOfLife: string | null;
  /** Full fingerprint of the key that signs its packages. */
  keyFingerprint: string;
  /** Where the public key is found on a Fedora machine, or one with distribution-gpg-keys; in order. */
  keyFiles: string[];
  /** Where the public key can be had; only to be believed when its fingerprint is the one above. */
  keyUrl: string;
  /** `fedora` (as released) and `updates`. */
  repositories: ReleaseRepository[];
}

export interface ReleaseRepository {
  id: 'fedora' | 'updates';
  metalink: string;
  /** In order of preference: the live tree, then the archive that old releases move to. */
  baseurl: string[];
}

/**
 * What is known of a Fedora release, or null: then its repositories are given by hand.
 * Source: shared facts of November 2026 (endoflife.date, bodhi, keys of fedora-gpg-keys).
 */
export function releaseInfo(release: number, arch: Arch = 'x86_64'): ReleaseInfo | null {
  const row = rows.find(([number]) => number === release);
  if (row === undefined) return null;
  const [, released, endOfLife, keyFingerprint] = row;
  const keyName = `RPM-GPG-KEY-fedora-${release}-primary`;
  return {
    release,
    released,
    endOfLife,
    keyFingerprint,
    keyFiles: [
      `/etc/pki/rpm-gpg/${keyName}`,
      `/etc/pki/rpm-gpg/RPM-GPG-KEY-fedora-${release}-${arch}`,
      `/usr/share/distribution-gpg-keys/fedora/${keyName}`,
    ],
    keyUrl: `https://raw.githubusercontent.com/rpm-software-management/distribution-gpg-keys/main/keys/fedora/${keyName}`,
    repositories: [
      repository('fedora', `fedora-${release}`, `releases/${release}/Everything/${arch}/os/`, arch),
      repository('updates', `updates-released-f${release}`, `updates/${release}/Everything/${arch}/`, arch),
    ],
  };
}

/** Releases that the shipped data knows, oldest first. */
export function knownReleases(): number[] {
  return rows.map(([release]) => release);
}

/** A release whose end of life is nearer than this is not proposed any more, days. */
export const endsSoonDays = 30;

/** Whole days from today to a day `YYYY-MM-DD`, negative when it is over. */
export function daysUntil(day: string, today: Date): number {
  return Math.ceil((Date.parse(day) - today.getTime()) / (24 * 60 * 60 * 1000));
}

/** The newest release that is out and supported for some time, or null: the shipped data is too old to tell. */
export function currentRelease(today: Date): number | null {
  const row = rows.findLast(
    ([, released, endOfLife]) =>
      released !== null &&
      daysUntil(released, today) <= 0 &&
      (endOfLife === null || daysUntil(endOfLife, today) > endsSoonDays),
  );
  return row?.[0] ?? null;
}

function repository(
  id: 'fedora' | 'updates',
  mirrorName: string,
  tail: string,
  arch: Arch,
): ReleaseRepository {
  return {
    id,
    metalink: `https://mirrors.fedoraproject.org/metalink?repo=${mirrorName}&arch=${arch}`,
    baseurl: [
      `https://dl.fedoraproject.org/pub/fedora/linux/${tail}`,
      `https://dl.fedoraproject.org/pub/archive/fedora/linux/${tail}`,
    ],
  };
}

/** Release, general availability, end of life, fingerprint of the signing key. */
const rows: readonly [number, string | null, string | null, string][] = [
  [38, '2023-04-18', '2024-05-21', '6A51BBABBA3D5467B6171221809A8D7CEB10B464'],
  [39, '2023-11-07', '2024-11-26', 'E8F23996F23218640CB44CBE75CF5AC418B8E74C'],
  [40, '2024-04-23', '2025-05-13', '115DF9AEF857853EE8445D0A0727707EA15B79CC'],
  [41, '2024-10-29', '2025-12-15', '466CF2D8B60BC3057AA9453ED0622462E99D6AD1'],
  [42, '2025-04-15', '2026-05-27', 'B0F4950458F69E1150C6C5EDC8AC4916105EF944'],
  [43, '2025-10-28', '2026-12-09', 'C6E7F081CF80E13146676E88829B606631645531'],
  [44, '2026-04-28', '2027-06-02', '36F612DCF27F7D1A48A835E4DBFCF71C6D9F90A6'],
  [45, null, null, '4F50A6114CD5C6976A7F1179655A4B02F577861E'],
];
