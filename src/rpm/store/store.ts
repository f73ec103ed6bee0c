import { rm, statfs } from 'node:fs/promises';
import { type Failure, interrupted, stageFailed } from '../../base/failure.js';
import { syncPath } from '../../base/fs/atomic-write.js';
import { sentences, t } from '../../base/language/texts.js';
import { formatMiB } from '../../config/fields/sizes.js';
import type { TaskContext } from '../../engine/progress.js';
import type { Project } from '../../project/folder/project.js';
import { formatNevra } from '../evr.js';
import type { Lock, LockedPackage } from '../lock/lock.js';
import { mirrorsOf, packageUrls } from '../repositories/mirrors.js';
import { projectRepositories, type Repository } from '../repositories/repositories.js';
import { DownloadError, download, remedyOfAccess } from './download.js';
import { beginParts, type Parts } from './partial-downloads.js';
import { pruneStore } from './prune-store.js';
import {
  makePackagesFolder,
  packagePath,
  packagesFolder,
  storeFailure,
  touchMark,
  writeMark,
} from './store-folder.js';
import { statesInStore } from './stored-packages.js';
import { verifyPackages } from './verify.js';

/** Packages on their way at the same time. */
const parallel = 6;
/** Bytes of packages that are kept for later, beside those of the lock at hand. */
const storeLimit = 10 * 2 ** 30;

/**
 * Brings every package of a lock into the store `CACHE/packages/SHA256.rpm` and returns their paths by digest:
 * each of the locked size and digest, and signed by a key of the lock. What is there with the digest is not fetched
 * or verified again; what was interrupted goes on where it stopped. Afterwards the store is cut down to its limit.
 * @param onDamaged told of each package that was there with other bytes, and is fetched again
 * @throws Failure: 1 when a package cannot be had (by name, with URL and reason), is unsigned, foreign-signed or
 *   damaged, or the disk is full; 2 when the project's keys are not those of the lock; 3 when the cache folder
 *   cannot be written or a program or key is missing; 130 when interrupted.
 */
export async function fetchPackages(
  lock: Lock,
  project: Project,
  ctx: TaskContext,
  cacheDir: string,
  onDamaged: (name: string) => void = () => {},
): Promise<Map<string, string>> {
  await makePackagesFolder(cacheDir);
  const packages = [...new Map(lock.packages.map((item) => [item.sha256, item])).values()];
  const missing: LockedPackage[] = [];
  const states = await statesInStore(packages, cacheDir, ctx);
  for (const item of packages) {
    const state = states.get(item);
    if (state === 'whole') continue;
    missing.push(item);
    if (state === 'absent') continue;
    onDamaged(item.name);
    const file = packagePath(cacheDir, item.sha256);
    ctx.progress.log(t`${file} has changed since it was stored; fetching it again`);
    await rm(file, { recursive: true, force: true });
  }
  if (missing.length > 0) await fetchMissing(missing, packages, project, ctx, cacheDir);
  await Promise.all(packages.map((item) => touchMark(cacheDir, item.sha256)));
  await verifyPackages(lock, project, ctx, cacheDir);
  await pruneStore(ctx.engine, cacheDir, new Set(packages.map((item) => item.sha256)), storeLimit);
  return new Map(packages.map((item) => [item.sha256, packagePath(cacheDir, item.sha256)]));
}

async function fetchMissing(
  missing: readonly LockedPackage[],
  all: readonly LockedPackage[],
  project: Project,
  ctx: TaskContext,
  cacheDir: string,
): Promise<void> {
  await requireSpace(missing, cacheDir);
  const sources = await repositorySources(project, missing, ctx, cacheDir);
  const wanted = new Set(missing.map((item) => item.sha256));
  const parts = await beginParts(ctx.engine, packagesFolder(cacheDir), wanted);
  const total = sum(all.map((item) => item.size));
  const done = new Map<string, number>();
  const already = total - sum(missing.map((item) => item.size));
  let fetched = already;
  ctx.progress.bytes(already, total);

  const stop = new AbortController();
  const onAbort = () => stop.abort();
  ctx.signal.addEventListener('abort', onAbort, { once: true });
  if (ctx.signal.aborted) onAbort();
  // Large ones first, so that the end is not one large package on its own.
  const queue = [...missing].sort((a, b) => b.size - a.size);
  let firstError: unknown;
  const worker = async () => {
    for (let item = queue.shift(); item !== undefined && !stop.signal.aborted; item = queue.shift()) {
      const { sha256, name } = item;
      ctx.progress.status(name);
      const onBytes = (bytes: number) => {
        fetched += bytes - (done.get(sha256) ?? 0);
        done.set(sha256, bytes);
        ctx.progress.bytes(fetched, total);
      };
      await fetchOne(item, sources, parts, cacheDir, ctx, stop.signal, onBytes).catch((error: unknown) => {
        firstError ??= error;
        stop.abort();
      });
    }
  };
  try {
    await Promise.all(Array.from({ length: Math.min(parallel, queue.length) }, worker));
    await syncPath(packagesFolder(cacheDir));
  } finally {
    ctx.signal.removeEventListener('abort', onAbort);
    await parts.end();
  }
  if (ctx.signal.aborted) throw interrupted();
  if (firstError !== undefined) throw firstError;
}

interface RepositorySource {
  repository: Repository;
  mirrors: string[];
}

async function repositorySources(
  project: Project,
  missing: readonly LockedPackage[],
  ctx: TaskContext,
  cacheDir: string,
): Promise<Map<string, RepositorySource>> {
  const used = new Set(missing.map((item) => item.repo));
  const repositories = (await projectRepositories(project, cacheDir)).filter(({ id }) => used.has(id));
  const sources = await Promise.all(
    repositories.map(async (repository) => ({ repository, mirrors: await mirrorsOf(repository, ctx) })),
  );
  return new Map(sources.map((source) => [source.repository.id, source]));
}

async function fetchOne(
  item: LockedPackage,
  sources: ReadonlyMap<string, RepositorySource>,
  parts: Parts,
  cacheDir: string,
  ctx: TaskContext,
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
      part: parts.pathOf(item.sha256),
      file,
      onBytes,
      log: ctx.progress.log,
      signal,
    });
    await writeMark(cacheDir, item.sha256);
  } catch (error) {
    throw error instanceof DownloadError ? packageFailure(item, error) : storeFailure(error, file);
  }
}

/** Says which package could not be had, and what each server said. */
function packageFailure(item: LockedPackage, { failures }: DownloadError): Failure {
  const package_ = formatNevra(item);
  const last = new Map(failures.map((failure) => [failure.url, failure]));
  const kinds = new Set([...last.values()].map(({ kind }) => kind));
  const what = kinds.has('garbage')
    ? t`The file on the server for package \`${package_}\` is not the locked one.`
    : kinds.size === 1 && kinds.has('gone')
      ? t`Package \`${package_}\` is no longer in repository \`${item.repo}\`.`
      : t`Package \`${package_}\` could not be fetched.`;
  const remedy =
    kinds.has('network') || kinds.has('denied')
      ? remedyOfAccess([...last.values()])
      : t`Take a newer version with \`tmpfsroot-wizard lock --update ${item.name}\`, or name a mirror that has it.`;
  return stageFailed({
    what,
    where: [...last.keys()].at(-1) ?? t`repository ${item.repo}`,
    why: sentences(
      ...[...last.values()].map(({ url, reason }) => (last.size > 1 ? `${url}: ${reason}` : reason)),
    ),
    remedy,
  });
}

async function requireSpace(missing: readonly LockedPackage[], cacheDir: string): Promise<void> {
  const { bavail, bsize } = await statfs(packagesFolder(cacheDir));
  const needed = sum(missing.map((item) => item.size));
  if (bavail * bsize >= needed) return;
  const inMiB = (bytes: number) => formatMiB(Math.ceil(bytes / 2 ** 20));
  throw stageFailed({
    what: t`The packages need ${inMiB(needed)}, but only ${inMiB(bavail * bsize)} are free.`,
    where: packagesFolder(cacheDir),
    remedy: t`Free some space, or name a folder on another disk with \`--cache-dir\`, \`cacheDir\` or CACHE_DIR.`,
  });
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
