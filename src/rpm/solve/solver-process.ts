import path from 'node:path';
import { Failure, missingHere, stageFailed } from '../../base/failure.js';
import { asPart, causeOfSpace, causeOfWords } from '../../base/failure-cause.js';
import { packageFile } from '../../base/fs/package-file.js';
import { t, translated } from '../../base/language/texts.js';
import type { Engine, Running } from '../../engine/engine.js';
import type { Progress, TaskContext } from '../../engine/progress.js';
import { inScratchFolder } from '../store/scratch-folder.js';
import { cacheFailure } from '../store/store-folder.js';
import type { SolveTrouble } from './solve-trouble.js';

/**
 * dnf's libraries in the order in which they are tried, a program for each. dnf 4 first: a machine that has both
 * goes on making its locks with what made them until now.
 */
const libraries = ['dnf4', 'dnf5'] as const;

/** Exit statuses of a process that SIGABRT and SIGSEGV have ended: libraries of dnf assert what metadata holds. */
const crashed = [134, 139];

/** What is asked of a library: `src/rpm/solve/solve-dnf4.py`, `src/rpm/solve/list-dnf5.py` and so on. */
export interface SolverTask {
  does: 'solve' | 'list';
  /** For messages: "solving the package list". */
  /** Translated where it is said. */
  purpose: string;
}

/** A program for one of dnf's libraries (solver_program.py) that has been started and waits for its request. */
export interface SolverProcess {
  /**
   * Sends the request, and gives the file with the answer to `take` before it is removed.
   * @throws Failure: 3 when it is missing, 1 when it crashed, 130 when interrupted.
   */
  ask<Answer>(
    request: object,
    cacheDir: string,
    progress: Progress,
    take: (answerFile: string) => Promise<Answer>,
  ): Promise<Answer | { error: SolveTrouble }>;
  /** Ends it, if it still runs. */
  stop(): Promise<void>;
}

/**
 * Starts the program that is asked first, which loads its libraries at once. Does not throw: what goes wrong is
 * thrown when it is asked.
 */
export function startSolverProgram(
  task: SolverTask,
  engine: Engine,
  signal: AbortSignal,
): Promise<SolverProcess> {
  return startProgram(libraries[0], task, engine, signal);
}

/**
 * Asks the first of dnf's libraries that is installed.
 * @param take reads the file with the answer before it is removed
 * @param started the program that was started ahead
 * @throws Failure: 3 when no library is there, 1 when the program crashed, 130 when interrupted.
 */
export async function askSolverPrograms<Answer extends object>(
  task: SolverTask,
  request: object,
  cacheDir: string,
  { engine, progress, signal }: TaskContext,
  take: (answerFile: string) => Promise<Answer | { error: SolveTrouble }>,
  started?: SolverProcess,
): Promise<Answer | { error: SolveTrouble }> {
  const reasons: string[] = [];
  for (const library of libraries) {
    const isStarted = library === libraries[0] && started !== undefined;
    const program = isStarted ? started : await startProgram(library, task, engine, signal);
    const answer = await program.ask(request, cacheDir, progress, take).finally(program.stop);
    const missing = missingLibrary(answer);
    if (missing === null) return answer;
    reasons.push(missing);
  }
  throw missingSolver(reasons);
}

/** What Python said of a library that is not there; null: it is. */
function missingLibrary(answer: object): string | null {
  const { error } = answer as { error?: SolveTrouble };
  return error?.kind === 'no-library' ? error.reason : null;
}

async function startProgram(
  library: (typeof libraries)[number],
  { does, purpose }: SolverTask,
  engine: Engine,
  signal: AbortSignal,
): Promise<SolverProcess> {
  let onLine = (_line: string): void => {};
  let running: Running;
  try {
    running = await engine.start({
      // Another python3 on PATH lacks the libraries; -I keeps folders of the user out of the search for modules.
      program: '/usr/bin/python3',
      args: ['-I', packageFile(`src/rpm/solve/${does}-${library}.py`)],
      purpose: translated(purpose),
      okStatuses: [0, ...crashed],
      signal,
      onLine: (line) => onLine(line),
    });
  } catch (error) {
    return { ask: () => Promise.reject(error), stop: async () => {} };
  }
  let isOver = false;
  const over = () => {
    isOver = true;
  };
  // One that is stopped without having been asked fails with nobody to hear of it.
  running.finished.then(over, over);
  return {
    ask: (request, cacheDir, progress, take) =>
      inScratchFolder(cacheDir, async (folder) => {
        let reading = '';
        onLine = (line) => {
          reading = /^reading (.*)$/.exec(line)?.[1] ?? reading;
          tellProgress(line, progress);
        };
        const answerFile = path.join(folder, 'answer.json');
        running.write(JSON.stringify({ ...request, cacheDir: path.join(cacheDir, 'metadata'), answerFile }));
        running.closeInput();
        const { status, lastLines } = await running.finished.catch((error: unknown) => {
          throw failureOfCache(error, cacheDir) ?? error;
        });
        if (status === 0) return await take(answerFile);
        if (reading === '') throw crash(translated(purpose), lastLines);
        const said = asPart(lastLines.at(-1) ?? t`nothing was said`);
        const reason = t`The library of dnf crashed while it read it: ${said}`;
        // librepo fails by an assertion where it cannot make a file, too.
        const space = causeOfSpace(cacheDir);
        if (space !== null) throw cacheFailure(space, cacheDir, t`${reason.replace(/[.。]$/, '')}.`);
        return { error: { kind: 'malformed', id: reading, reason: reason.replace(/[.。]$/, '') } };
      }),
    stop: async () => {
      if (!isOver) await running.kill();
    },
  };
}

function crash(purpose: string, lastLines: readonly string[]): Failure {
  return stageFailed({
    what: t`The library of dnf crashed while ${purpose}.`,
    remedy: t`Look at the log for what it said, and update python3-libdnf or python3-libdnf5.`,
    lastLines,
  });
}

/** Where the disk is full, not even that can be written into the answer. */
function failureOfCache(error: unknown, cacheDir: string): Failure | null {
  const lines = error instanceof Failure ? (error.facts.lastLines ?? []) : [];
  const cause = causeOfWords(lines, cacheDir);
  const isOfDisk = cause !== null && ['disk-full', 'no-inodes', 'read-only'].includes(cause.kind);
  return isOfDisk ? cacheFailure(cause, cacheDir, `${lines.at(-1)}.`) : null;
}

/** None of the libraries is there. @param reasons what Python said of each */
function missingSolver(reasons: readonly string[]): Failure {
  return missingHere({
    what: t`The package solver of dnf is missing on this machine.`,
    why: `${reasons.join('; ')}.`,
    remedy: t`Run \`tmpfsroot-wizard doctor\`; on Debian the package is \`python3-dnf\`, on Fedora \`python3-libdnf5\`.`,
  });
}

function tellProgress(line: string, progress: Progress): void {
  const told = /^progress (\S+) (\d+) (\d+)$/.exec(line);
  if (told === null) return;
  progress.status(t`metadata of ${told[1]}`);
  progress.bytes(Number(told[2]), Number(told[3]));
}
