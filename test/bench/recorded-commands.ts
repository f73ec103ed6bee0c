import { inOwnView } from '../../src/engine/native/view.js';
import { silentProgress, type TaskContext } from '../../src/engine/progress.js';
import { fakeEngine } from '../helpers/fake-engine.js';
import type { PlainCommand } from './timing.js';

/**
 * The commands that a piece of our program would run, without running any. So what is run by hand has the very
 * same flags and namespaces, and still has them after ours were changed.
 */
export async function recordedCommands(
  work: (ctx: TaskContext) => Promise<unknown>,
): Promise<PlainCommand[]> {
  const engine = fakeEngine();
  await work({ engine, progress: silentProgress, signal: new AbortController().signal });
  return engine.commands.map(inOwnView).map(({ program, args, env, cwd, input, okStatuses }) => ({
    program,
    args,
    ...(env === undefined ? {} : { env }),
    ...(cwd === undefined ? {} : { cwd }),
    ...(input === undefined ? {} : { input }),
    ...(okStatuses === undefined ? {} : { okStatuses }),
  }));
}
