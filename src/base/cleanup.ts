type Cleanup = () => void | Promise<void>;

const pending = new Set<Cleanup>();
let watchesExit = false;

/**
 * Registers what must be undone when the program ends early: children, temporary files, the terminal's mode.
 * It must begin its work at the call, before it first waits, since at the process's very end nobody waits.
 * @returns takes the registration back, for the normal end.
 */
export function registerCleanup(cleanup: Cleanup): () => void {
  watchExit();
  pending.add(cleanup);
  return () => {
    pending.delete(cleanup);
  };
}

/** Runs what is registered, last registered first, each once. Never throws. */
export async function runCleanups(): Promise<void> {
  for (let next = takeLast(); next !== undefined; next = takeLast()) {
    try {
      await next();
    } catch {
      // One that fails must not keep the others from running.
    }
  }
}

function takeLast(): Cleanup | undefined {
  const last = [...pending].at(-1);
  if (last !== undefined) pending.delete(last);
  return last;
}

function watchExit(): void {
  if (watchesExit) return;
  watchesExit = true;
  process.once('exit', () => {
    for (let next = takeLast(); next !== undefined; next = takeLast()) {
      try {
        void Promise.resolve(next()).catch(() => {});
      } catch {
        // As above.
      }
    }
  });
}
