import { type ExitStatus, Failure, type FailureFacts } from '../spec/failure.js';

/** What became of one task of a run that came to its end. */
export interface StageReport {
  /** As in {@link Task.id}: `tree`, `slot`, `small-installer.iso`. */
  id: string;
  title: string;
  seconds: number;
  /** An earlier run's result was taken. */
  reused: boolean;
  /** What is shown behind the title: `127 packages, 91 MB`. */
  result?: string;
}

export interface RunReport {
  /** Finished tasks, in the order in which they ended. */
  stages: readonly StageReport[];
  /** Absolute path. */
  logFile: string;
  seconds: number;
}

/** A failure in the middle of a run: with what was done before it, and by which task it came. */
export class RunFailure extends Failure {
  constructor(
    status: ExitStatus,
    facts: FailureFacts,
    readonly report: RunReport,
    /** The task that failed; the next run begins with it, since those before it are reused. */
    readonly stage: { id: string; title: string } | null,
  ) {
    super(status, facts);
  }
}

/** Whether a task's result says that an earlier run had done its work. */
export function isReused(result: string | undefined): boolean {
  return result !== undefined && /^unchanged\b/.test(result);
}
