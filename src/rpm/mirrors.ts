import type { Workplace } from '../engine/progress.js';
import type { LockedPackage } from './lock.js';
import { metalinkMirrors } from './metalink.js';
import type { Repository } from './repositories.js';

/** How many mirrors of a metalink are tried for a package. */
const mostMirrors = 6;
/** Milliseconds that a server of mirror lists has to answer. */
const metalinkTimeout = 20_000;

/**
 * Base URLs from which the packages of a repository are taken, in order: mirrors of its metalink, then those that
 * it names itself. A metalink that cannot be had is no failure as long as there are others.
 */
export async function mirrorsOf(repository: Repository, place: Workplace): Promise<string[]> {
  if (repository.metalink === null) return repository.baseurl;
  const mirrors = await fetchMetalink(repository.metalink, place);
  return [...new Set([...mirrors.slice(0, mostMirrors), ...repository.baseurl])];
}

async function fetchMetalink(url: string, { progress, signal }: Workplace): Promise<string[]> {
  try {
    const timely = AbortSignal.any([signal, AbortSignal.timeout(metalinkTimeout)]);
    const response = await fetch(url, { signal: timely });
    if (response.ok) return metalinkMirrors(await response.text());
    progress.log(`${url}: the server answered ${response.status}`);
  } catch (error) {
    signal.throwIfAborted();
    progress.log(`${url}: ${(error as Error).message}`);
  }
  return [];
}

/**
 * Where a package can be had: at each mirror, and for Fedora's own packages at the build system, which keeps what
 * has left the repositories. Wherever it comes from, it must have the locked digest and a good signature.
 */
export function packageUrls(
  item: LockedPackage,
  mirrors: readonly string[],
  repository: Repository,
): string[] {
  const urls = mirrors.map((base) => `${base}/${encodeURI(item.location)}`);
  return repository.keys.from === 'release' ? [...urls, ...kojiUrls(item, repository)] : urls;
}

/** `data/signed/KEYID` holds the copy with the signature, which is the one that the repositories had. */
function kojiUrls(item: LockedPackage, repository: Repository): string[] {
  const source = /^(.+)-([^-]+)-([^-]+)$/.exec(item.source);
  if (source === null) return [];
  const [, name, version, release] = source;
  const file = `${item.name}-${item.version}-${item.release}.${item.arch}.rpm`;
  return repository.fingerprints.map((fingerprint) =>
    encodeURI(
      `https://kojipkgs.fedoraproject.org/packages/${name}/${version}/${release}/data/signed/` +
        `${fingerprint.slice(-8).toLowerCase()}/${item.arch}/${file}`,
    ),
  );
}
