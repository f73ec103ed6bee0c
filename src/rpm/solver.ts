import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { packageFile } from '../engine/package-file.js';
import type { Workplace } from '../engine/progress.js';
import { missingHere } from '../spec/failure.js';
import { inScratchFolder } from './scratch-folder.js';

/** What a solver is asked: which packages, of which repositories, make the list whole in an empty root. */
export interface SolveRequest {
  arch: string;
  repositories: { id: string; baseurl: string[]; metalink: string | null }[];
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

/** One program for each dnf library, in the order in which they are tried. */
const solverPrograms = ['src/rpm/solve-dnf4.py'];

/**
 * Asks the real solver of dnf; the metadata of repositories are kept in the cache folder. A trouble with the packages or the repositories is an answer, not an error.
 * @throws Failure: 3 when no solver is installed, 130 when interrupted.
 */
export async function solve(
  request: SolveRequest,
  cacheDir: string,
  place: Workplace,
): Promise<Solution | { error: SolveTrouble }> {
  const reasons: string[] = [];
  for (const script of solverPrograms) {
    const answer = await runSolver(packageFile(script), request, cacheDir, place);
    if (!('error' in answer && answer.error.kind === 'no-library')) return answer;
    reasons.push(answer.error.reason);
  }
  throw missingHere({
    what: 'The package solver of dnf is missing on this machine.',
    why: `${reasons.join('; ')}.`,
    remedy: 'Run `tmpfsroot-wizard doctor`; on Debian the package is `python3-dnf`.',
  });
}

async function runSolver(
  script: string,
  request: SolveRequest,
  cacheDir: string,
  { engine, progress, signal }: Workplace,
): Promise<Solution | { error: SolveTrouble }> {
  return inScratchFolder(cacheDir, async (folder) => {
    // A file, since the answer is one long line that has no place in the run's log.
    const stdoutFile = path.join(folder, 'answer.json');
    await engine.run({
      // Another python3 on PATH lacks the libraries; -I keeps folders of the user out of the search for modules.
      program: '/usr/bin/python3',
      args: ['-I', script],
      purpose: 'solving the package list',
      input: JSON.stringify({ ...request, cacheDir: path.join(cacheDir, 'metadata') }),
      stdoutFile,
      signal,
      onLine(line) {
        const told = /^progress (\S+) (\d+) (\d+)$/.exec(line);
        if (told === null) return;
        progress.status(`metadata of ${told[1]}`);
        progress.bytes(Number(told[2]), Number(told[3]));
      },
    });
    return JSON.parse(await readFile(stdoutFile, 'utf8')) as Solution | { error: SolveTrouble };
  });
}
