/** What work under way tells of itself. Implemented by the task tree; all calls are cheap. */
export interface Progress {
  /** One line on what is being done now; replaces the last. */
  status(text: string): void;
  /** Bytes done of a known total. */
  bytes(done: number, total: number): void;
  /** A line for the run's log, not for the screen. */
  log(line: string): void;
}

/** For callers that do not watch. */
export const silentProgress: Progress = { status() {}, bytes() {}, log() {} };

/** What every acting function is given: where to run programs, whom to tell, when to stop. */
export interface TaskContext {
  engine: import('./engine.js').Engine;
  progress: Progress;
  signal: AbortSignal;
}
