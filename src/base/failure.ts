import { asksForOtherPlace, asPart, causeOfError } from './failure-cause.js';
import { type Finding, type Fix, firstFindings, placeOf } from './finding.js';
import { sentences, t } from './language/texts.js';

/** Exit statuses of the program, one for each class of failure (docs/configuration.md, "Exit statuses"). */
export const exitStatus = {
  done: 0,
  stageFailed: 1,
  badInput: 2,
  missingHere: 3,
  interrupted: 130,
  /** As a shell has it for a program that SIGHUP or SIGTERM ended. */
  hungUp: 129,
  terminated: 143,
} as const;

export type ExitStatus = (typeof exitStatus)[keyof typeof exitStatus];

/** Whether a person or a signal ended what the status is of. */
export function isInterruption(status: ExitStatus): boolean {
  const { interrupted: byPerson, hungUp, terminated } = exitStatus;
  return status === byPerson || status === hungUp || status === terminated;
}

/** What a person needs to know of a failure, in full sentences. */
export interface FailureFacts {
  /** What is wrong, with the user's own value in backquotes. */
  what: string;
  /** Where: `FILE:LINE`, the path of a spec field, a device, a URL. */
  where?: string;
  /** Why it is so, when that is not plain from `what`. */
  why?: string;
  /** What to do, if possible the command to run next. */
  remedy?: string;
  /** A value with which it would go on; as a flag gives it, and written nowhere. */
  wayOut?: Fix;
  /** Last lines of the program that failed. */
  lastLines?: readonly string[];
  /** The full log of the run. */
  log?: string;
  /** All that was found, where several things are wrong; `what` has them as text already. For `--json`. */
  findings?: readonly Finding[];
}

/**
 * An error that a person is meant to see. Thrown by everything below the commands;
 * only the entry prints it and ends the program with its exit status.
 */
export class Failure extends Error {
  override readonly name = 'Failure';

  constructor(
    readonly exitStatus: ExitStatus,
    readonly facts: FailureFacts,
  ) {
    super(facts.where === undefined ? facts.what : `${facts.where}: ${facts.what}`);
  }
}

/** The input (flag, file, field) is wrong: exit status 2. */
export function badInput(facts: FailureFacts): Failure {
  return new Failure(exitStatus.badInput, facts);
}

/** One failure for everything that is wrong in the input, each with its place and remedy; of many the first ones. */
export function badFindings(all: readonly Finding[], title: string): Failure {
  const findings = firstFindings(all);
  const [only, ...others] = findings;
  if (only !== undefined && others.length === 0) {
    return badInput({ what: only.message, where: placeOf(only), remedy: only.remedy, findings });
  }
  const lines = findings.map((finding) => {
    const place = placeOf(finding);
    return `  ${place === '' ? '' : `${place}: `}${sentences(finding.message, finding.remedy)}`;
  });
  return badInput({ what: [title, ...lines].join('\n'), findings });
}

/** Something that is needed is missing on this machine: exit status 3. */
export function missingHere(facts: FailureFacts): Failure {
  return new Failure(exitStatus.missingHere, facts);
}

/** A stage of the work failed: exit status 1. */
export function stageFailed(facts: FailureFacts): Failure {
  return new Failure(exitStatus.stageFailed, facts);
}

/** The person or a signal stopped the run: exit status 130. */
export function interrupted(): Failure {
  return new Failure(exitStatus.interrupted, { what: t`Interrupted.` });
}

/** An error that nobody foresaw: the system's, by its cause, or a defect of ours. It is said in one sentence too. */
export function unforeseen(error: unknown): Failure {
  const message = error instanceof Error ? error.message : String(error);
  const cause = error instanceof Error ? causeOfError(error) : null;
  const file = (error as NodeJS.ErrnoException | null)?.path;
  if (cause !== null && !asksForOtherPlace(cause)) {
    return stageFailed({
      what: file === undefined ? cause.why : t`\`${file}\` cannot be used: ${asPart(cause.why)}`,
      why: `${message}.`,
      remedy: cause.remedy,
    });
  }
  return new Failure(exitStatus.stageFailed, {
    what: t`Unexpected error in this program: ${message}`,
    remedy: t`Run it again with TMPFSROOT_DEBUG=1 and report what it prints.`,
  });
}
