import { setTimeout as pause } from 'node:timers/promises';
import { interrupted } from '../../base/failure.js';
import { type Reason, reasonOf } from '../../base/failure-cause.js';
import { FetchError, fetchSmall } from '../../base/http/fetch-small.js';
import type { TaskContext } from '../../engine/progress.js';
import type { LockedPackage } from '../lock/lock.js';
import { MetalinkError, metalinkMirrors } from './metalink.js';
import { listedMirrors } from './mirror-list.js';
import type { Repository } from './repositories.js';

/** How many mirrors of a list are tried for a package. */
const mostMirrors = 6;
/** Milliseconds that a server of mirror lists may be silent, and those for all tries together. */
const silenceMs = 20_000;
const wholeMs = 60_000;
/** Milliseconds before each further try. */
const pauses = [500, 2000];

/**
 * Base URLs from which the packages of a repository are taken, in order: mirrors of its metalink, of its mirror list,
 * then those that it names itself. A list that cannot be had is not a failure as long as there are others.
 */
export async function mirrorsOf(
  { metalink, mirrorlist, baseurl }: Repository,
  ctx: TaskContext,
): Promise<string[]> {
  const [linked, listed] = await Promise.all([
    metalink === null ? [] : fetchList(metalink, metalinkMirrors, ctx),
    mirrorlist === null ? [] : fetchList(mirrorlist, listedMirrors, ctx),
  ]);
  return [...new Set([...linked.slice(0, mostMirrors), ...listed.slice(0, mostMirrors), ...baseurl])];
}

async function fetchList(
  url: string,
  mirrorsIn: (text: string) => string[],
  ctx: TaskContext,
): Promise<string[]> {
  try {
    return mirrorsIn(await fetchListText(url, ctx));
  } catch (error) {
    const { reason } = listTrouble(error);
    ctx.progress.log(`${url}: ${reason}`);
    return [];
  }
}

/**
 * A metalink or mirror list. All tries together take a minute at most.
 * @throws FetchError; Failure: 3 when the environment names no proxy that can be used, 130 when interrupted.
 */
export async function fetchListText(url: string, { signal }: TaskContext): Promise<string> {
  const end = performance.now() + wholeMs;
  for (let turn = 0; ; turn++) {
    try {
      const limits = { silenceMs, wholeMs: end - performance.now() };
      return (await fetchSmall(url, { signal, limits })).toString('utf8');
    } catch (error) {
      if (signal.aborted) throw interrupted();
      const wait = pauses[turn];
      if (wait === undefined || !(error instanceof FetchError) || !error.mayPass) throw error;
      await pause(wait, undefined, { signal }).catch(() => {});
    }
  }
}

/** Why a list of mirrors cannot be had, as a sentence. @throws what else it is */
export function listTrouble(error: unknown): Reason {
  if (error instanceof FetchError) return reasonOf(error);
  if (error instanceof MetalinkError) return { reason: error.message };
  throw error;
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
