import { type ExitStatus, exitStatus, Failure, unforeseen } from '../spec/failure.js';
import { hideHashes } from '../spec/password-hashes.js';
import type { CommandContext } from './command.js';

/**
 * Tells a person (or, with `json`, a program) of a failure, and answers the exit status. An error that nobody
 * foresaw is a defect of ours: it is said in one sentence too, its stack only with TMPFSROOT_DEBUG=1.
 */
export function printFailure(error: unknown, context: CommandContext, json: boolean): ExitStatus {
  const failure = error instanceof Failure ? error : unforeseen(error);
  if (json) {
    context.stdout.write(
      `${JSON.stringify({ event: 'failed', exitStatus: failure.exitStatus, ...failure.facts }, hideHashes)}\n`,
    );
  } else {
    context.stderr.write(`${failureText(failure)}\n`);
  }
  if (!(error instanceof Failure) && context.env.TMPFSROOT_DEBUG === '1' && error instanceof Error) {
    context.stderr.write(`${error.stack}\n`);
  }
  return failure.exitStatus;
}

/** What is printed of a failure, without colours. */
export function failureText({ exitStatus: status, facts }: Failure): string {
  if (status === exitStatus.interrupted)
    return 'Interrupted. What was finished is kept; run it again to go on.';
  const lines = [`Error: ${facts.where === undefined ? '' : `${facts.where}: `}${facts.what}`];
  if (facts.why !== undefined) lines.push(`  Why: ${facts.why}`);
  if (facts.lastLines !== undefined) lines.push(...facts.lastLines.map((line) => `  | ${line}`));
  if (facts.remedy !== undefined) lines.push(`  What to do: ${facts.remedy}`);
  if (facts.log !== undefined) lines.push(`  Full log: ${facts.log}`);
  return lines.join('\n');
}
