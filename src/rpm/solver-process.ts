import path from 'node:path';
import type { Engine, Running } from '../engine/engine.js';
import { packageFile } from '../engine/package-file.js';
import type { Progress } from '../engine/progress.js';
import { type Failure, missingHere } from '../spec/failure.js';
import { inScratchFolder } from './scratch-folder.js';

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
  ): Promise<Answer>;
  /** Ends it, if it still runs. */
  stop(): Promise<void>;
}

/**
 * Starts a program, which loads its libraries at once. Does not throw: what goes wrong is thrown when it is asked.
 * @param purpose what it does, for messages: "solving the package list"
 */
export async function startSolverProgram(
  script: string,
  purpose: string,
  engine: Engine,
  signal: AbortSignal,
): Promise<SolverProcess> {
  let onLine = (_line: string): void => {};
  let running: Running;
  try {
    running = await engine.start({
      // Another python3 on PATH lacks the libraries; -I keeps folders of the user out of the search for modules.
      program: '/usr/bin/python3',
      args: ['-I', packageFile(script)],
      purpose,
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
        onLine = (line) => tellProgress(line, progress);
        const answerFile = path.join(folder, 'answer.json');
        running.write(JSON.stringify({ ...request, cacheDir: path.join(cacheDir, 'metadata'), answerFile }));
        running.closeInput();
        await running.finished;
        return await take(answerFile);
      }),
    stop: async () => {
      if (!isOver) await running.kill();
    },
  };
}

/** None of the libraries is there. @param reasons what Python said of each */
export function missingSolver(reasons: readonly string[]): Failure {
  return missingHere({
    what: 'The package solver of dnf is missing on this machine.',
    why: `${reasons.join('; ')}.`,
    remedy: 'Run `tmpfsroot-wizard doctor`; on Debian the package is `python3-dnf`.',
  });
}

function tellProgress(line: string, progress: Progress): void {
  const told = /^progress (\S+) (\d+) (\d+)$/.exec(line);
  if (told === null) return;
  progress.status(`metadata of ${told[1]}`);
  progress.bytes(Number(told[2]), Number(told[3]));
}
