import { createHash } from 'node:crypto';
import { readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Workplace } from '../engine/progress.js';
import { makeFolder } from '../project/make-folder.js';
import type { Project } from '../project/project.js';
import type { PackageIndex } from './package-index-columns.js';
import { projectRepositories, type Repository } from './repositories.js';
import { solveFailure } from './solve-failure.js';
import type { SolveTrouble } from './solver.js';
import { askSolverPrograms, type SolverTask, startSolverProgram } from './solver-process.js';
import { solverRepositories, solverRepository } from './solver-repositories.js';
import { storeFailure } from './store-folder.js';

const task: SolverTask = { does: 'list', purpose: 'reading the metadata of the repositories' };

/**
 * Brings the metadata of a project's repositories up to date, as the lock does, and lists their packages: the
 * newest of each name for the project's architecture, and those for any. Keeps the list in the cache folder.
 * @throws Failure: 1 for a repository that cannot be read, 2 for one whose key is missing, 3 when the solver is
 *   missing or the cache folder cannot be written, 130 when interrupted.
 */
export async function readPackageIndex(
  project: Project,
  place: Workplace,
  cacheDir: string,
): Promise<PackageIndex> {
  const repositories = await projectRepositories(project);
  const kept = indexFile(cacheDir, project, repositories);
  place.progress.status('reading the names of the packages');
  const program = await startSolverProgram(task, place.engine, place.signal);
  const take = async (answerFile: string) => {
    const answer = JSON.parse(await readFile(answerFile, 'utf8')) as PackageIndex | { error: SolveTrouble };
    if (!('error' in answer)) await keep(answerFile, kept);
    return answer;
  };
  const answer = await solverRepositories(repositories, cacheDir, place)
    .then((told) => {
      const request = { arch: project.spec.arch, repositories: told };
      return askSolverPrograms<PackageIndex>(task, request, cacheDir, place, take, program);
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
    const index = JSON.parse(await readFile(file, 'utf8')) as unknown;
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
  return indexFile(cacheDir, project, await projectRepositories(project));
}

/** Changes with the form of what is kept. */
const indexFormat = 2;

function indexFile(cacheDir: string, project: Project, repositories: readonly Repository[]): string {
  const { release, arch } = project.spec;
  const inputs = { indexFormat, release, arch, repositories: repositories.map(solverRepository) };
  const digest = createHash('sha256').update(JSON.stringify(inputs)).digest('hex');
  return path.join(cacheDir, 'package-index', `${digest}.json`);
}

/** A reader finds the old list or the new one; one that a power cut spoils is read as none. */
async function keep(answerFile: string, file: string): Promise<void> {
  try {
    await makeFolder(path.dirname(file));
    await rename(answerFile, file);
    await removeOldIndexes(path.dirname(file));
  } catch (error) {
    throw storeFailure(error, file);
  }
}

/** Lists that are kept, some MB each: as many as metadata of repositories that are not in use. */
const keptIndexes = 12;

/** A changed URL makes another file: without this each would stay for ever. */
async function removeOldIndexes(folder: string): Promise<void> {
  const files = await Promise.all(
    (await readdir(folder)).map(async (name) => {
      const file = path.join(folder, name);
      const stats = await stat(file).catch(() => null);
      return { file, writtenAt: stats?.mtimeMs ?? 0 };
    }),
  );
  const old = files.sort((a, b) => b.writtenAt - a.writtenAt).slice(keptIndexes);
  await Promise.all(old.map(({ file }) => rm(file, { force: true })));
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
