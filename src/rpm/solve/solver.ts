import { readSmallText } from '../../base/fs/read-small-file.js';
import { later } from '../../base/language/texts.js';
import type { Engine } from '../../engine/engine.js';
import type { TaskContext } from '../../engine/progress.js';
import type { LockedPackage } from '../lock/lock.js';
import type { Pin, SolveTrouble } from './solve-trouble.js';
import {
  askSolverPrograms,
  type SolverProcess,
  type SolverTask,
  startSolverProgram,
} from './solver-process.js';
import type { AskedRepository } from './solver-repositories.js';

/** What a solver is asked: which packages, of which repositories, make the list whole in an empty root. */
export interface SolveRequest {
  arch: string;
  repositories: AskedRepository[];
  /** Names, globs, NEVRAs, provides or paths. */
  install: string[];
  exclude: string[];
  /** Packages of which only this version may be taken. */
  pins: Pin[];
}

/** What a lock will tell of a package, and why the solver took it. */
export interface SolvedPackage extends Omit<LockedPackage, 'key' | 'why'> {
  /** Those of `install` that it was chosen for. */
  specs: string[];
  /** Names of the packages of the solution that require it, sorted. */
  neededBy: string[];
}

export interface Solution {
  resolver: string;
  repositories: SolvedRepository[];
  packages: SolvedPackage[];
}

/** The metadata that were solved against. */
export interface SolvedRepository {
  id: string;
  /** Where its repomd.xml is. */
  repomdFile: string;
  /** What stands there as `<revision>`: seconds since 1970 by createrepo_c, else anything. */
  revision: string;
  /** The newest time of a list in it, in seconds since 1970; zero or less where there is none. */
  timestamp: number;
}

type Answer = Solution | { error: SolveTrouble };

/** A solver program that has been started and waits for its request. */
export type StartedSolver = SolverProcess;

/** A package takes about 500 bytes; where packages are missing, all names are told. */
const mostAnswerBytes = 100_000_000;

const task: SolverTask = { does: 'solve', purpose: later`solving the package list` };

/**
 * Starts the solver that is asked first, so that it loads its libraries while we load ours. Does not throw: what
 * goes wrong is thrown when it is asked.
 */
export function startSolver(engine: Engine, signal: AbortSignal): Promise<StartedSolver> {
  return startSolverProgram(task, engine, signal);
}

/**
 * Asks the real solver of dnf; the metadata of repositories are kept in the cache folder. A trouble with the
 * packages or the repositories is an answer, not an error.
 * @param started a solver to be asked first
 * @throws Failure: 3 when no solver is installed, 130 when interrupted.
 */
export function solve(
  request: SolveRequest,
  cacheDir: string,
  ctx: TaskContext,
  started?: StartedSolver,
): Promise<Answer> {
  const take = async (file: string) => JSON.parse(await readSmallText(file, mostAnswerBytes)) as Answer;
  return askSolverPrograms<Solution>(task, request, cacheDir, ctx, take, started);
}
