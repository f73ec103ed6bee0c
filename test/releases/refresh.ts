import { httpFetch } from '../../src/base/http/http-fetch.js';
import type { ReleaseRow } from '../../src/config/releases/release-data.js';
import { readOpenPgpKeys } from '../../src/rpm/repositories/openpgp-key.js';
import { fetchReleases, type ServiceRelease } from '../../src/rpm/repositories/release-service.js';

/** Where Fedora says what is asked. */
export interface ReleaseSources {
  /** Fedora's release service, see release-service.ts. */
  service: string;
  /** All keys that Fedora publishes, in one file. */
  bundle: string;
  /** The key of one release, published by others: distribution-gpg-keys. */
  keyUrl(release: number): string;
}

export interface RefreshedReleases {
  rows: ReleaseRow[];
  /** What is other than before, and what could not be told, a sentence each. */
  notes: string[];
}

/**
 * The table of releases as it is now: days of the release service, and new releases. A fingerprint that is there
 * stays; a new one is taken only when both sources of keys have it.
 * @throws Error when the service or the bundle cannot be had, or a key that is published is not the one that is known.
 */
export async function refreshReleases(
  rows: readonly ReleaseRow[],
  sources: ReleaseSources,
): Promise<RefreshedReleases> {
  const service = await fetchReleases(new AbortController().signal, sources.service);
  if (service === null) throw new Error(`${sources.service} does not answer with releases.`);
  const bundle = new Set(await fingerprintsAt(sources.bundle));
  if (bundle.size === 0) throw new Error(`${sources.bundle} is not there.`);
  const notes: string[] = [];
  const known: ReleaseRow[] = [];
  for (const row of rows) {
    const [release, , , fingerprint] = row;
    const published = await fingerprintsAt(sources.keyUrl(release));
    if (published.length === 0)
      notes.push(`The key of Fedora ${release} is not at ${sources.keyUrl(release)}.`);
    else requireSame(release, fingerprint, published, sources.keyUrl(release));
    const next = withDays(row, service);
    if (next.join() !== row.join())
      notes.push(`Fedora ${release}: ${daysText(row)} becomes ${daysText(next)}.`);
    known.push(next);
  }
  const newest = Math.max(...rows.map(([release]) => release));
  const coming = service.filter(({ release }) => release > newest).sort((a, b) => a.release - b.release);
  for (const { release } of coming) {
    const published = await fingerprintsAt(sources.keyUrl(release));
    const [fingerprint = ''] = published;
    if (published.length === 1 && bundle.has(fingerprint)) {
      known.push(withDays([release, null, null, fingerprint], service));
      notes.push(
        `Fedora ${release} is new, its key ${fingerprint}: compare https://fedoraproject.org/security/.`,
      );
    } else {
      notes.push(
        `Fedora ${release} is left out: its key is not in both ${sources.bundle} and ${sources.keyUrl(release)}.`,
      );
    }
  }
  return { rows: known, notes };
}

/**
 * The text of release-data.ts with these rows instead of its own.
 * @throws Error when it has none.
 */
export function withRows(text: string, rows: readonly ReleaseRow[]): string {
  const table = /(releaseRows: readonly ReleaseRow\[\] = \[\n)[\s\S]*?(\n\];)/;
  if (!table.test(text)) throw new Error('The file has no table of releases.');
  const day = (value: string | null) => (value === null ? 'null' : `'${value}'`);
  const lines = rows.map(
    ([release, released, endOfLife, fingerprint]) =>
      `  [${release}, ${day(released)}, ${day(endOfLife)}, '${fingerprint}'],`,
  );
  return text.replace(table, (_, before, after) => `${before}${lines.join('\n')}${after}`);
}

function requireSame(release: number, known: string, published: readonly string[], url: string): void {
  if (published.length === 1 && published[0] === known) return;
  throw new Error(
    `The key of Fedora ${release} at ${url} is ${published.join(', ')}, and ${known} is known. Nothing was changed: find out why, and change src/config/releases/release-data.ts by hand if it must be.`,
  );
}

function withDays(
  [release, released, endOfLife, fingerprint]: ReleaseRow,
  service: readonly ServiceRelease[],
): ReleaseRow {
  const said = service.find((one) => one.release === release);
  return [release, said?.released ?? released, said?.endOfLife ?? endOfLife, fingerprint];
}

function daysText([, released, endOfLife]: ReleaseRow): string {
  return `${released ?? 'not released'} to ${endOfLife ?? 'an unknown day'}`;
}

/** Fingerprints of the keys in a file; none when it is not there. */
async function fingerprintsAt(url: string): Promise<string[]> {
  const response = await httpFetch(url, { signal: AbortSignal.timeout(30_000) });
  if (response.status === 404) return [];
  if (!response.ok) throw new Error(`${url}: the server answered ${response.status}.`);
  const content = new Uint8Array(await response.arrayBuffer());
  try {
    return (await readOpenPgpKeys(armoured(content))).map(({ fingerprint }) => fingerprint);
  } catch (error) {
    throw new Error(`${url}: ${(error as Error).message}`);
  }
}

/** The bundle is a keyring for gpgv, which is not armoured. */
function armoured(content: Uint8Array): Uint8Array {
  if (((content[0] ?? 0) & 0x80) === 0) return content;
  const base64 = Buffer.from(content).toString('base64');
  return Buffer.from(
    `-----BEGIN PGP PUBLIC KEY BLOCK-----\n\n${base64}\n-----END PGP PUBLIC KEY BLOCK-----\n`,
  );
}
