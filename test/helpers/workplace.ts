import { createNativeEngine } from '../../src/engine/native.js';
import { type Progress, silentProgress, type Workplace } from '../../src/engine/progress.js';

/** A workplace on this machine, with what is given replaced. */
export function workplace(given: Partial<Progress> & { signal?: AbortSignal } = {}): Workplace {
  const { signal, ...progress } = given;
  return {
    engine: createNativeEngine(),
    progress: { ...silentProgress, ...progress },
    signal: signal ?? new AbortController().signal,
  };
}
