import { readFile } from 'node:fs/promises';
import type { Engine } from '../engine/engine.js';
import type { Workplace } from '../engine/progress.js';
import {
  askSolverPrograms,
  type SolverProcess,
  type SolverTask,
  startSolverProgram,
} from './solver-process.js';
import type { SolverRepository } from './solver-repositories.js';

/** What a solver is asked: which packages, of which repositories, make the list whole in an empty root. */
export interface SolveRequest {
  arch: string;
  repositories: SolverRepository[];
  /** Names, globs, NEVRAs, provides or paths. */
  install: string[];
  exclude: string[];
  /** Packages of which only this version may be taken. */
  pins: Pin[];
}

export interface Pin {
  name: string;
  /** null: any. */
  epoch: number | null;
  version: string;
  release: string;
  /** null: any. */
  arch: string | null;
}

export interface SolvedPackage {
  name: string;
  epoch: number;
  version: string;
  release: string;
  arch: string;
  repo: string;
  location: string;
  sha256: string;
  size: number;
  installedSize: number;
  source: string;
  /** Those of `install` that it was chosen for. */
  specs: string[];
  /** Names of the packages of the solution that require it, sorted. */
  neededBy: string[];
}

export interface Solution {
  resolver: string;
  /** `repomdFile`: where the repomd.xml is that was solved against. */
  repositories: { id: string; repomdFile: string }[];
  packages: SolvedPackage[];
}

/** Why there is no solution; every solver program answers with these. */
export type SolveTrouble =
  | { kind: 'no-library'; reason: string }
  | { kind: 'cache'; path: string; reason: string }
  | { kind: 'repository' | 'metadata-digest'; id: string; reason: string; failures: MirrorFailure[] }
  | { kind: 'missing'; missing: MissingSpec[]; names: string[] }
  | { kind: 'pins-gone'; pins: { pin: Pin; available: string[] }[] }
  | { kind: 'broken'; problems: string[][]; specs: string[]; pinned: string[] }
  | { kind: 'no-sha256'; package: string; repository: string; digest: string };

export interface MirrorFailure {
  url: string;
  reason: string;
}

export interface MissingSpec {
  spec: string;
  /** It is there, and an exclude hides it. */
  excluded: boolean;
  /** Versions of that name that there are. */
  available: string[];
}

type Answer = Solution | { error: SolveTrouble };

/** A solver program that has been started and waits for its request. */
export type StartedSolver = SolverProcess;

const task: SolverTask = { does: 'solve', purpose: 'solving the package list' };

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
  place: Workplace,
  started?: StartedSolver,
): Promise<Answer> {
  const take = async (file: string) => JSON.parse(await readFile(file, 'utf8')) as Answer;
  return askSolverPrograms<Solution>(task, request, cacheDir, place, take, started);
}
