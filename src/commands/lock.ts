import { createNativeEngine } from '../engine/native/native.js';
import { startSolver } from '../rpm/solve/solver.js';
import type { RunCommand } from './command.js';

/**
 * `lock`: resolves the package list to rpms.lock, or checks whether rpms.lock still matches it. The solver takes
 * longer to load than it takes to solve, so it is started before anything else of ours is.
 */
export const run: RunCommand = async (words, context) => {
  const needsSolver = !words.some((word) => ['--check', '--help', '-h'].includes(word));
  const solver = needsSolver ? await startSolver(createNativeEngine(), context.signal) : undefined;
  try {
    const { runLock } = await import('./run-lock.js');
    return await runLock(words, context, solver);
  } finally {
    await solver?.stop();
  }
};
