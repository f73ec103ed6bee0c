import { readFile } from 'node:fs/promises';
import type { Engine } from '../engine/engine.js';
import type { Progress, Workplace } from '../engine/progress.js';
import { missingSolver, startSolverProgram } from './solver-process.js';
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

/** One program for each dnf library, in the order in which they are tried. */
const solverPrograms = ['src/rpm/solve-dnf4.py'] as const;

/** A solver program that has been started and waits for its request. */
export interface StartedSolver {
  /** @throws Failure: 3 when it is missing, 1 when it crashed, 130 when interrupted. */
  ask(request: SolveRequest, cacheDir: string, progress: Progress): Promise<Answer>;
  /** Ends it, if it still runs. */
  stop(): Promise<void>;
}

/**
 * Starts the solver that is asked first, so that it loads its libraries while we load ours. Does not throw: what
 * goes wrong is thrown when it is asked.
 */
export async function startSolver(engine: Engine, signal: AbortSignal): Promise<StartedSolver> {
  return startProgram(solverPrograms[0], engine, signal);
}

/**
 * Asks the real solver of dnf; the metadata of repositories are kept in the cache folder. A trouble with the
 * packages or the repositories is an answer, not an error.
 * @param started a solver to be asked first
 * @throws Failure: 3 when no solver is installed, 130 when interrupted.
 */
export async function solve(
  request: SolveRequest,
  cacheDir: string,
  { engine, progress, signal }: Workplace,
  started?: StartedSolver,
): Promise<Answer> {
  const reasons: string[] = [];
  for (const [index, script] of solverPrograms.entries()) {
    const isStarted = index === 0 && started !== undefined;
    const solver = isStarted ? started : await startProgram(script, engine, signal);
    const answer = await solver.ask(request, cacheDir, progress).finally(solver.stop);
    if (!('error' in answer && answer.error.kind === 'no-library')) return answer;
    reasons.push(answer.error.reason);
  }
  throw missingSolver(reasons);
}

async function startProgram(script: string, engine: Engine, signal: AbortSignal): Promise<StartedSolver> {
  const { ask, stop } = await startSolverProgram(script, 'solving the package list', engine, signal);
  return {
    ask: (request, cacheDir, progress) =>
      ask(request, cacheDir, progress, async (file) => JSON.parse(await readFile(file, 'utf8')) as Answer),
    stop,
  };
}
