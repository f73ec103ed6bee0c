import { readFile } from 'node:fs/promises';
import { httpFetch, networkReason, statusReason } from '../engine/http-fetch.js';
import type { Workplace } from '../engine/progress.js';
import { Failure, interrupted } from '../spec/failure.js';
import type { LockedPackage } from './lock.js';
import { listedMirrors, metalinkMirrors } from './metalink.js';
import type { Repository } from './repositories.js';

/** How many mirrors of a list are tried for a package. */
const mostMirrors = 6;
/** Milliseconds that a server of mirror lists has to answer. */
const listTimeout = 20_000;

/**
 * Base URLs from which the packages of a repository are taken, in order: mirrors of its metalink, of its mirror list,
 * then those that it names itself. A list that cannot be had is no failure as long as there are others.
 */
export async function mirrorsOf(
  { metalink, mirrorlist, baseurl }: Repository,
  place: Workplace,
): Promise<string[]> {
  const [linked, listed] = await Promise.all([
    metalink === null ? [] : fetchList(metalink, metalinkMirrors, place),
    mirrorlist === null ? [] : fetchList(mirrorlist, listedMirrors, place),
  ]);
  return [...new Set([...linked.slice(0, mostMirrors), ...listed.slice(0, mostMirrors), ...baseurl])];
}

async function fetchList(
  url: string,
  mirrorsIn: (text: string) => string[],
  place: Workplace,
): Promise<string[]> {
  const text = await fetchListText(url, place);
  return text === null ? [] : mirrorsIn(text);
}

/** A metalink or mirror list, or null when it cannot be had, which is told to the log. */
export async function fetchListText(url: string, { progress, signal }: Workplace): Promise<string | null> {
  try {
    if (url.startsWith('file:')) return await readFile(new URL(url), 'utf8');
    const timely = AbortSignal.any([signal, AbortSignal.timeout(listTimeout)]);
    const response = await httpFetch(url, { signal: timely });
    if (response.ok) return await response.text();
    progress.log(`${url}: ${statusReason(response)}`);
  } catch (error) {
    if (signal.aborted) throw interrupted();
    if (error instanceof Failure) throw error;
    progress.log(`${url}: ${networkReason(error)}`);
  }
  return null;
}

/**
 * Where a package can be had: at each mirror, then in the archives, then at the build system, both of which keep
 * what has left the repository. Wherever it comes from, it must have the locked digest and a good signature.
 */
export function packageUrls(
  item: LockedPackage,
  mirrors: readonly string[],
  repository: Repository,
): string[] {
  const location = encodeURI(item.location);
  const file = location.slice(location.lastIndexOf('/') + 1);
  return [
    ...mirrors.map((base) => `${base}/${location}`),
    // An archive may have its packages in folders of its own, or all in one.
    ...repository.archives.flatMap((base) => [...new Set([`${base}/${location}`, `${base}/${file}`])]),
    ...kojiUrls(item, repository),
  ];
}

/** `data/signed/KEYID` holds the copy with the signature, which is the one that the repositories had. */
function kojiUrls(item: LockedPackage, { koji, fingerprints }: Repository): string[] {
  const source = /^(.+)-([^-]+)-([^-]+)$/.exec(item.source);
  if (koji === null || source === null) return [];
  const [, name, version, release] = source;
  const file = `${item.name}-${item.version}-${item.release}.${item.arch}.rpm`;
  return fingerprints.map((fingerprint) => {
    const keyId = fingerprint.slice(-8).toLowerCase();
    return `${koji}/${encodeURI(`${name}/${version}/${release}/data/signed/${keyId}/${item.arch}/${file}`)}`;
  });
}
