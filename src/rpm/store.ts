import { rm, statfs } from 'node:fs/promises';
import type { Workplace } from '../engine/progress.js';
import { syncPath } from '../project/atomic-write.js';
import type { Project } from '../project/project.js';
import { type Failure, interrupted, stageFailed } from '../spec/failure.js';
import { DownloadError, download, hashOf, remedyOfAccess } from './download.js';
import { formatEvr } from './evr.js';
import type { Lock, LockedPackage } from './lock.js';
import { mirrorsOf, packageUrls } from './mirrors.js';
import { claimParts, partPath } from './parts.js';
import { pruneStore } from './prune-store.js';
import { projectRepositories, type Repository } from './repositories.js';
import {
  makePackagesFolder,
  packagePath,
  packagesFolder,
  readMark,
  storeFailure,
  touchMark,
  writeMark,
} from './store-folder.js';
import { verifyPackages } from './verify.js';

/** Packages on their way at the same time. */
const parallel = 6;
/** Bytes of packages that are kept for later, beside those of the lock at hand. */
const storeLimit = 10 * 2 ** 30;

/**
 * Brings every package of a lock into the store `CACHE/packages/SHA256.rpm` and returns their paths by digest:
 * each of the locked size and digest, and signed by a key of the lock. What is there is not fetched or verified
 * again; what was interrupted goes on where it stopped. Afterwards the store is cut down to its limit.
 * @throws Failure: 1 when a package cannot be had (by name, with URL and reason), is unsigned, foreign-signed or
 *   damaged, or the disk is full; 2 when the project's keys are not those of the lock; 3 when the cache folder
 *   cannot be written or a program or key is missing; 130 when interrupted.
 */
export async function fetchPackages(
  lock: Lock,
  project: Project,
  place: Workplace,
  cacheDir: string,
): Promise<Map<string, string>> {
  await makePackagesFolder(cacheDir);
  const packages = [...new Map(lock.packages.map((item) => [item.sha256, item])).values()];
  const missing: LockedPackage[] = [];
  for (const item of packages) {
    if (place.signal.aborted) throw interrupted();
    if (!(await isInStore(item, cacheDir, place))) missing.push(item);
  }
  if (missing.length > 0) await fetchMissing(missing, packages, project, place, cacheDir);
  await Promise.all(packages.map((item) => touchMark(cacheDir, item.sha256)));
  await verifyPackages(lock, project, place, cacheDir);
  await pruneStore(cacheDir, new Set(packages.map((item) => item.sha256)), storeLimit);
  return new Map(packages.map((item) => [item.sha256, packagePath(cacheDir, item.sha256)]));
}

async function isInStore(item: LockedPackage, cacheDir: string, place: Workplace): Promise<boolean> {
  const mark = await readMark(cacheDir, item.sha256);
  if (mark !== null) return mark.size === item.size;
  const file = packagePath(cacheDir, item.sha256);
  const hash = await hashOf(file).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw storeFailure(error, file);
  });
  if (hash === null) return false;
  if (hash.digest('hex') === item.sha256) {
    await writeMark(cacheDir, item.sha256, null);
    return true;
  }
  place.progress.log(`${file} was changed since it was stored; it is fetched again`);
  await rm(file);
  return false;
}

async function fetchMissing(
  missing: readonly LockedPackage[],
  all: readonly LockedPackage[],
  project: Project,
  place: Workplace,
  cacheDir: string,
): Promise<void> {
  await requireSpace(missing, cacheDir);
  const sources = await repositorySources(project, missing, place);
  await claimParts(packagesFolder(cacheDir), new Set(missing.map((item) => item.sha256)));
  const total = sum(all.map((item) => item.size));
  const done = new Map<string, number>();
  const already = total - sum(missing.map((item) => item.size));
  let fetched = already;
  place.progress.bytes(already, total);

  const stop = new AbortController();
  const onAbort = () => stop.abort();
  place.signal.addEventListener('abort', onAbort, { once: true });
  if (place.signal.aborted) onAbort();
  // Large ones first, so that the end is not one large package on its own.
  const queue = [...missing].sort((a, b) => b.size - a.size);
  let firstError: unknown;
  const worker = async () => {
    for (let item = queue.shift(); item !== undefined && !stop.signal.aborted; item = queue.shift()) {
      const { sha256, name } = item;
      place.progress.status(name);
      const onBytes = (bytes: number) => {
        fetched += bytes - (done.get(sha256) ?? 0);
        done.set(sha256, bytes);
        place.progress.bytes(fetched, total);
      };
      await fetchOne(item, sources, cacheDir, place, stop.signal, onBytes).catch((error: unknown) => {
        firstError ??= error;
        stop.abort();
      });
    }
  };
  try {
    await Promise.all(Array.from({ length: Math.min(parallel, queue.length) }, worker));
    await syncPath(packagesFolder(cacheDir));
  } finally {
    place.signal.removeEventListener('abort', onAbort);
  }
  if (place.signal.aborted) throw interrupted();
  if (firstError !== undefined) throw firstError;
}

interface RepositorySource {
  repository: Repository;
  mirrors: string[];
}

async function repositorySources(
  project: Project,
  missing: readonly LockedPackage[],
  place: Workplace,
): Promise<Map<string, RepositorySource>> {
  const used = new Set(missing.map((item) => item.repo));
  const repositories = (await projectRepositories(project)).filter(({ id }) => used.has(id));
  const sources = await Promise.all(
    repositories.map(async (repository) => ({ repository, mirrors: await mirrorsOf(repository, place) })),
  );
  return new Map(sources.map((source) => [source.repository.id, source]));
}

async function fetchOne(
  item: LockedPackage,
  sources: ReadonlyMap<string, RepositorySource>,
  cacheDir: string,
  place: Workplace,
  signal: AbortSignal,
  onBytes: (done: number) => void,
): Promise<void> {
  const source = sources.get(item.repo);
  const file = packagePath(cacheDir, item.sha256);
  try {
    await download({
      urls: source === undefined ? [] : packageUrls(item, source.mirrors, source.repository),
      sha256: item.sha256,
      size: item.size,
      part: partPath(packagesFolder(cacheDir), item.sha256),
      file,
      onBytes,
      log: place.progress.log,
      signal,
    });
    await writeMark(cacheDir, item.sha256, null);
  } catch (error) {
    throw error instanceof DownloadError ? packageFailure(item, error) : storeFailure(error, file);
  }
}

/** Says which package could not be had, and what each server said. */
function packageFailure(item: LockedPackage, { failures }: DownloadError): Failure {
  const package_ = `${item.name}-${formatEvr(item)}.${item.arch}`;
  const last = new Map(failures.map((failure) => [failure.url, failure]));
  const kinds = new Set([...last.values()].map(({ kind }) => kind));
  const what = kinds.has('garbage')
    ? `What the server has for package \`${package_}\` is not what was locked.`
    : kinds.size === 1 && kinds.has('gone')
      ? `Package \`${package_}\` is no longer in repository \`${item.repo}\`.`
      : `Package \`${package_}\` could not be fetched.`;
  const remedy =
    kinds.has('network') || kinds.has('denied')
      ? remedyOfAccess([...last.values()])
      : `Take a newer version with \`tmpfsroot-wizard lock --update ${item.name}\`, or name a mirror that has it.`;
  return stageFailed({
    what,
    where: [...last.keys()].at(-1) ?? `repository ${item.repo}`,
    why: [...last.values()]
      .map(({ url, reason }) => (last.size > 1 ? `${url}: ${reason}` : reason))
      .join(' '),
    remedy,
  });
}

async function requireSpace(missing: readonly LockedPackage[], cacheDir: string): Promise<void> {
  const { bavail, bsize } = await statfs(packagesFolder(cacheDir));
  const needed = sum(missing.map((item) => item.size));
  if (bavail * bsize >= needed) return;
  const inMiB = (bytes: number) => `${Math.ceil(bytes / 2 ** 20)} MiB`;
  throw stageFailed({
    what: `The packages need ${inMiB(needed)}, and only ${inMiB(bavail * bsize)} are free.`,
    where: packagesFolder(cacheDir),
    remedy: 'Free some space, or name a folder on another disk with `--cache-dir`, `cacheDir` or CACHE_DIR.',
  });
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
