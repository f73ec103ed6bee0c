import { createNativeEngine } from '../../src/engine/native/native.js';
import { type Progress, silentProgress, type TaskContext } from '../../src/engine/progress.js';

/** The context of a task on this machine, with what is given replaced. */
export function taskContext(given: Partial<Progress> & { signal?: AbortSignal } = {}): TaskContext {
  const { signal, ...progress } = given;
  return {
    engine: createNativeEngine(),
    progress: { ...silentProgress, ...progress },
    signal: signal ?? new AbortController().signal,
  };
}
