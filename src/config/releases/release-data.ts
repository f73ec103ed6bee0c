/** Release, day of general availability, day of its end of life (null: not known), fingerprint of its key. */
export type ReleaseRow = readonly [
  release: number,
  released: string | null,
  endOfLife: string | null,
  fingerprint: string,
];

/**
 * The Fedora releases that this version knows, oldest first. `npm run refresh-releases` brings it up to date: days
 * from Fedora's release service (bodhi), and a new release once its key is the same in fedoraproject.org/fedora.gpg
 * and in distribution-gpg-keys. It never changes a fingerprint.
 *
 * Where the figures come from, November 2026: days of 38 to 44 from endoflife.date (products/fedora.md);
 * fingerprints of 38 to 44 from gpg on Fedora's published keys, that of 45 from osbuild/images,
 * data/repositories/fedora-45.json. They are also at https://fedoraproject.org/security/.
 */
export const releaseRows: readonly ReleaseRow[] = [
  [38, '2023-04-18', '2024-05-21', '6A51BBABBA3D5467B6171221809A8D7CEB10B464'],
  [39, '2023-11-07', '2024-11-26', 'E8F23996F23218640CB44CBE75CF5AC418B8E74C'],
  [40, '2024-04-23', '2025-05-13', '115DF9AEF857853EE8445D0A0727707EA15B79CC'],
  [41, '2024-10-29', '2025-12-15', '466CF2D8B60BC3057AA9453ED0622462E99D6AD1'],
  [42, '2025-04-15', '2026-05-27', 'B0F4950458F69E1150C6C5EDC8AC4916105EF944'],
  [43, '2025-10-28', '2026-12-09', 'C6E7F081CF80E13146676E88829B606631645531'],
  [44, '2026-04-28', '2027-06-02', '36F612DCF27F7D1A48A835E4DBFCF71C6D9F90A6'],
  [45, null, null, '4F50A6114CD5C6976A7F1179655A4B02F577861E'],
];
