/**
 * Release and build in the names of the ISO images of a Fedora release, as at its general availability: they are
 * not made again afterwards. Source: shared facts of November 2026, section 1. A release that is not here needs its
 * netinst image named.
 */
const builds: Readonly<Record<number, string>> = {
  38: '38-1.6',
  39: '39-1.5',
  40: '40-1.14',
  41: '41-1.4',
  42: '42-1.1',
  43: '43-1.6',
  44: '44-1.7',
};

/** `44-1.7` in `Fedora-Server-netinst-x86_64-44-1.7.iso`, or null: not known when this was written. */
export function netinstBuild(release: number): string | null {
  return builds[release] ?? null;
}
