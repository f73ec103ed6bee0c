import { createHash } from 'node:crypto';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { atomicWriteFile } from '../../base/fs/atomic-write.js';
import { type Login, loginFor } from '../../base/http/netrc.js';
import { t } from '../../base/language/texts.js';
import { makeCacheFolder } from '../../config/cache-folder.js';
import type { TaskContext } from '../../engine/progress.js';
import { MetalinkError, metalinkMirrors, orderedMetalink } from '../repositories/metalink.js';
import { isMetalink, listedMirrors } from '../repositories/mirror-list.js';
import { fetchListText, listTrouble } from '../repositories/mirrors.js';
import type { Repository } from '../repositories/repositories.js';
import { storeFailure } from '../store/store-folder.js';
import { solveFailure } from './solve-failure.js';
import type { MirrorFailure } from './solve-trouble.js';

/**
 * What solver programs (and those that list packages) are told of a repository. With a metalink or a mirror list the
 * base URLs are taken only when these cannot be had.
 */
export type SolverRepository = Pick<
  Repository,
  'id' | 'baseurl' | 'mirrorlist' | 'metalink' | 'priority' | 'excludes'
>;

export function solverRepository(repository: Repository): SolverRepository {
  const { id, baseurl, mirrorlist, metalink, priority, excludes } = repository;
  return { id, baseurl, mirrorlist, metalink, priority, excludes };
}

/** The same with what is secret of it, which no file gets. */
export interface AskedRepository extends SolverRepository {
  /** For the servers of each list of URLs; null: none is sent. */
  logins: Record<'metalink' | 'mirrorlist' | 'baseurl', Login | null>;
}

/**
 * The same, each metalink and mirror list fetched here, which libdnf would try for minutes where a server is silent, and
 * kept as a file in the cache folder, the mirrors of a metalink in the order in which they are to be tried. One that
 * cannot be had is left out where the repository has another source. librepo gets no login for a list: it would send it
 * to every mirror.
 * @throws Failure: 1 for a repository without another source, 3 when the cache folder cannot be written, 130 when
 *   interrupted.
 */
export function solverRepositories(
  repositories: readonly Repository[],
  cacheDir: string,
  ctx: TaskContext,
): Promise<AskedRepository[]> {
  return Promise.all(repositories.map((repository) => withKeptLists(repository, cacheDir, ctx)));
}

async function withKeptLists(
  repository: Repository,
  cacheDir: string,
  ctx: TaskContext,
): Promise<AskedRepository> {
  const told = solverRepository(repository);
  const failures: MirrorFailure[] = [];
  const keep = async (url: string | null, keepText: KeepText): Promise<KeptList | null> => {
    if (url === null) return null;
    try {
      return await keepText(url, await fetchListText(url, ctx), cacheDir);
    } catch (error) {
      const { reason, ...more } = listTrouble(error);
      ctx.progress.log(`${url}: ${reason}`);
      failures.push({ url, reason: reason.replace(/[.。]$/, ''), ...more });
      return null;
    }
  };
  const kept = await Promise.all([keep(told.metalink, keepMetalink), keep(told.mirrorlist, keepMirrorList)]);
  const listOf = (kind: KeptList['kind']) => kept.find((list) => list?.kind === kind);
  const [metalink, mirrorlist] = [listOf('metalink'), listOf('mirrorlist')];
  const [first] = failures;
  const hasSource = kept.some((list) => list !== null) || told.baseurl.length > 0;
  if (first !== undefined && !hasSource) {
    const trouble = { ...first, kind: 'repository', id: told.id, failures } as const;
    throw solveFailure(trouble, [], [], [repository], cacheDir);
  }
  return {
    ...told,
    metalink: metalink?.url ?? null,
    mirrorlist: mirrorlist?.url ?? null,
    logins: {
      metalink: await commonLogin(metalink?.mirrors ?? []),
      mirrorlist: await commonLogin(mirrorlist?.mirrors ?? []),
      baseurl: await commonLogin(told.baseurl),
    },
  };
}

/** A list of mirrors as the solver is told of it. */
interface KeptList {
  kind: 'metalink' | 'mirrorlist';
  /** Of the file it is kept in, or where it comes from. */
  url: string;
  mirrors: readonly string[];
}

type KeepText = (url: string, text: string, cacheDir: string) => Promise<KeptList>;

async function keepMetalink(url: string, text: string, cacheDir: string): Promise<KeptList> {
  const file = listFile(url, cacheDir, 'metalinks', 'xml');
  const kept = await keepList(file, orderedMetalink(text), cacheDir);
  return { kind: 'metalink', url: kept, mirrors: metalinkMirrors(text) };
}

async function keepMirrorList(url: string, text: string, cacheDir: string): Promise<KeptList> {
  if (isMetalink(text)) return await keepMetalink(url, text, cacheDir);
  const mirrors = listedMirrors(text);
  if (mirrors.length === 0) throw new MetalinkError(t`It names no mirror.`);
  const file = listFile(url, cacheDir, 'mirror-lists', 'txt');
  // libdnf takes it for a metalink by this word in its path.
  if (file.includes('metalink')) return { kind: 'mirrorlist', url, mirrors };
  return { kind: 'mirrorlist', url: await keepList(file, `${mirrors.join('\n')}\n`, cacheDir), mirrors };
}

/** The login that all of these servers take: librepo knows one for all, and no server shall get another one's. */
async function commonLogin(urls: readonly string[]): Promise<Login | null> {
  const [first = null, ...others] = await Promise.all(urls.map((url) => loginFor(url)));
  return others.every((login) => isDeepStrictEqual(login, first)) ? first : null;
}

/** The name of the file decides where libdnf keeps the metadata, so it is that of the URL. */
function listFile(url: string, cacheDir: string, folder: string, ending: string): string {
  const digest = createHash('sha256').update(url).digest('hex');
  return path.join(path.resolve(cacheDir), folder, `${digest}.${ending}`);
}

async function keepList(file: string, text: string, cacheDir: string): Promise<string> {
  try {
    await makeCacheFolder(path.resolve(cacheDir), path.basename(path.dirname(file)));
    await atomicWriteFile(file, text);
  } catch (error) {
    throw storeFailure(error, file);
  }
  return pathToFileURL(file).href;
}
