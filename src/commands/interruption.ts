import { type ExitStatus, exitStatus, Failure } from '../base/failure.js';
import { RunFailure } from '../run/run-report.js';

/** Signals that end the program in order: its work is stopped, undone or kept. */
export const interruptSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export type InterruptSignal = (typeof interruptSignals)[number];

/** The exit status of a run that a signal ended: as a shell has it, 128 and the signal's number. */
export const signalStatus: Readonly<Record<InterruptSignal, ExitStatus>> = {
  SIGINT: exitStatus.interrupted,
  SIGTERM: exitStatus.terminated,
  SIGHUP: exitStatus.hungUp,
};

/** The same failure with the status of the signal that it comes from; null for none. */
export function failureBySignal(error: unknown, signal: InterruptSignal | null): unknown {
  if (!(error instanceof Failure) || error.exitStatus !== exitStatus.interrupted || signal === null)
    return error;
  const status = signalStatus[signal];
  if (error instanceof RunFailure) return new RunFailure(status, error.facts, error.report, error.stage);
  return new Failure(status, error.facts);
}

/**
 * Milliseconds within which another signal tells of the same event: npm passes on the Ctrl-C that the terminal has
 * sent to all of its processes already, a shell its SIGHUP.
 */
const sameEventMs = 300;

/**
 * Whether a further signal is a person who does not want to wait for the orderly end. One that tells of a closed
 * terminal never is: nobody waits there.
 * @param sinceFirstMs Milliseconds since the first one.
 */
export function endsAtOnce(signal: InterruptSignal, sinceFirstMs: number): boolean {
  return signal !== 'SIGHUP' && sinceFirstMs >= sameEventMs;
}
