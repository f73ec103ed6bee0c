import { type ExitStatus, Failure, type FailureFacts, isInterruption } from '../base/failure.js';
import { t, translated } from '../base/language/texts.js';
import { formatSeconds } from '../base/text/format.js';

/** What became of one task of a run that came to its end. */
export interface StageReport {
  /** As in {@link Task.id}: `tree`, `slot`, `small-installer.iso`. */
  id: string;
  title: string;
  seconds: number;
  /** What is shown behind the title: `127 packages, 91 MB`. */
  result?: string;
}

export interface RunReport {
  /** Finished tasks, in the order of the run. */
  stages: readonly StageReport[];
  /** Absolute path. */
  logFile: string;
  seconds: number;
}

/** A failure or an interruption in the middle of a run: with what was done before it, and by which task it came. */
export class RunFailure extends Failure {
  constructor(
    status: ExitStatus,
    facts: FailureFacts,
    readonly report: RunReport,
    /** The task that failed or was stopped; the next run begins with it, since those before it are reused. */
    readonly stage: { id: string; title: string } | null,
  ) {
    super(status, facts);
  }
}

/** Where a run was stopped. */
export interface Interruption {
  /** Title of the task that was stopped; null: none had begun. */
  stage: string | null;
  /** Since the run began. */
  seconds: number;
}

/** Where the run was that a person or a signal stopped; null for what was stopped outside of a run. */
export function interruptionOf(error: unknown): Interruption | null {
  if (!(error instanceof RunFailure) || !isInterruption(error.exitStatus)) return null;
  return { stage: error.stage?.title ?? null, seconds: error.report.seconds };
}

/** The same in one sentence: `Interrupted in the stage Slot image, after 24 s.` */
export function interruptionText(interruption: Interruption | null): string {
  if (interruption === null || interruption.stage === null) return t`Interrupted.`;
  return t`Interrupted in the stage ${translated(interruption.stage)}, after ${formatSeconds(interruption.seconds)}.`;
}
