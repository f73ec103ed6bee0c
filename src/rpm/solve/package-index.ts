import { createHash } from 'node:crypto';
import { rename } from 'node:fs/promises';
import path from 'node:path';
import { readSmallText } from '../../base/fs/read-small-file.js';
import { later, t } from '../../base/language/texts.js';
import { makeCacheFolder } from '../../config/cache-folder.js';
import type { TaskContext } from '../../engine/progress.js';
import type { Project } from '../../project/folder/project.js';
import { keepGroups } from '../groups/kept-groups.js';
import { projectRepositories, type Repository } from '../repositories/repositories.js';
import { removeOldLists } from '../store/old-lists.js';
import { storeFailure } from '../store/store-folder.js';
import type { PackageIndex } from './package-index-columns.js';
import { solveFailure } from './solve-failure.js';
import type { SolveTrouble } from './solve-trouble.js';
import { askSolverPrograms, type SolverTask, startSolverProgram } from './solver-process.js';
import { solverRepositories, solverRepository } from './solver-repositories.js';

const task: SolverTask = { does: 'list', purpose: later`reading the metadata of the repositories` };

/**
 * Brings the metadata of a project's repositories up to date, as the lock does, and lists their packages: the
 * newest of each name for the project's architecture, and those for any. Keeps the list in the cache folder, and the
 * groups of the repositories beside it (kept-groups.ts).
 * @throws Failure: 1 for a repository that cannot be read, 2 for one whose key is missing, 3 when the solver is
 *   missing or the cache folder cannot be written, 130 when interrupted.
 */
export async function readPackageIndex(
  project: Project,
  ctx: TaskContext,
  cacheDir: string,
): Promise<PackageIndex> {
  const repositories = await projectRepositories(project, cacheDir);
  const kept = indexFile(cacheDir, project, repositories);
  ctx.progress.status(t`reading the names of the packages`);
  const program = await startSolverProgram(task, ctx.engine, ctx.signal);
  const take = async (answerFile: string) => {
    const answer = JSON.parse(await readSmallText(answerFile, mostIndexBytes)) as
      | PackageIndex
      | { error: SolveTrouble };
    if ('error' in answer) return answer;
    await keep(answerFile, kept, cacheDir);
    await keepGroups(`${answerFile}.comps`, kept, cacheDir);
    return answer;
  };
  const answer = await solverRepositories(repositories, cacheDir, ctx)
    .then((told) => {
      const request = { arch: project.spec.arch, repositories: told };
      return askSolverPrograms<PackageIndex>(task, request, cacheDir, ctx, take, program);
    })
    .finally(program.stop);
  if (!('error' in answer)) return answer;
  throw solveFailure(answer.error, [], [], repositories, cacheDir);
}

/**
 * The list that was kept for these repositories, or null: there is none, or it is damaged. Runs no program, and
 * asks no repository.
 * @throws Failure with exit status 2 for a repository whose key is missing.
 */
export async function cachedPackageIndex(project: Project, cacheDir: string): Promise<PackageIndex | null> {
  const file = await packageIndexFile(project, cacheDir);
  try {
    const index = JSON.parse(await readSmallText(file, mostIndexBytes)) as unknown;
    return isPackageIndex(index) ? index : null;
  } catch {
    return null;
  }
}

/**
 * Where the list of a project's repositories is kept.
 * @throws Failure with exit status 2 for a repository whose key is missing.
 */
export async function packageIndexFile(project: Project, cacheDir: string): Promise<string> {
  return indexFile(cacheDir, project, await projectRepositories(project, cacheDir));
}

/** All of Fedora's 80,000 packages take 10 MB. */
const mostIndexBytes = 200_000_000;

/** Changes with the form of what is kept. */
const indexFormat = 2;
const indexFolder = 'package-index';

function indexFile(cacheDir: string, project: Project, repositories: readonly Repository[]): string {
  const { release, arch } = project.spec;
  const inputs = { indexFormat, release, arch, repositories: repositories.map(solverRepository) };
  const digest = createHash('sha256').update(JSON.stringify(inputs)).digest('hex');
  return path.join(cacheDir, indexFolder, `${digest}.json`);
}

/** A reader finds the old list or the new one; one that a power cut spoils is read as none. */
async function keep(answerFile: string, file: string, cacheDir: string): Promise<void> {
  try {
    await makeCacheFolder(cacheDir, indexFolder);
    await rename(answerFile, file);
    await removeOldLists(path.dirname(file));
  } catch (error) {
    throw storeFailure(error, file);
  }
}

function isPackageIndex(value: unknown): value is PackageIndex {
  if (typeof value !== 'object' || value === null) return false;
  const { names, summaries, versions, installedBytes } = value as Record<string, unknown>;
  if (!isColumn(names, 'string')) return false;
  const texts = [summaries, versions].every((column) => isColumn(column, 'string', names.length));
  const sizes = isColumn(installedBytes, 'number', names.length);
  return (
    texts && sizes && names.every((name, row) => row === 0 || (names[row - 1] as string) < (name as string))
  );
}

function isColumn(column: unknown, type: 'string' | 'number', length?: number): column is unknown[] {
  if (!Array.isArray(column) || (length !== undefined && column.length !== length)) return false;
  return column.every((item) => typeof item === type);
}
