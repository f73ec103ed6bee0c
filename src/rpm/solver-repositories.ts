import { createHash } from 'node:crypto';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Workplace } from '../engine/progress.js';
import { atomicWriteFile } from '../project/atomic-write.js';
import { makeFolder } from '../project/make-folder.js';
import { orderedMetalink } from './metalink.js';
import { fetchListText } from './mirrors.js';
import type { Repository } from './repositories.js';
import { storeFailure } from './store-folder.js';

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

/**
 * The same, each metalink fetched, its mirrors put in the order in which they are to be tried, and kept as a file in
 * the cache folder. One that cannot be had stays as it is: the solver says why, or does without it.
 * @throws Failure: 3 when the cache folder cannot be written, 130 when interrupted.
 */
export function solverRepositories(
  repositories: readonly Repository[],
  cacheDir: string,
  place: Workplace,
): Promise<SolverRepository[]> {
  return Promise.all(
    repositories.map(solverRepository).map(async (repository) => {
      const { metalink } = repository;
      const text = metalink === null ? null : await fetchListText(metalink, place);
      if (metalink === null || text === null) return repository;
      return { ...repository, metalink: await keepMetalink(metalink, text, cacheDir) };
    }),
  );
}

/** The name of the file decides where libdnf keeps the metadata, so it is that of the URL. */
async function keepMetalink(url: string, text: string, cacheDir: string): Promise<string> {
  const digest = createHash('sha256').update(url).digest('hex');
  const file = path.join(path.resolve(cacheDir), 'metalinks', `${digest}.xml`);
  try {
    await makeFolder(path.dirname(file));
    await atomicWriteFile(file, orderedMetalink(text));
  } catch (error) {
    throw storeFailure(error, file);
  }
  return pathToFileURL(file).href;
}
