import path from 'node:path';
import { type ExitStatus, Failure, isInterruption, unforeseen } from '../base/failure.js';
import { type Finding, firstFindings, placeOf } from '../base/finding.js';
import { sentences, t } from '../base/language/texts.js';
import { printText } from '../base/print-text.js';
import { formatBytes } from '../base/text/format.js';
import type { Artefact } from '../build/artefacts.js';
import { hideHashes } from '../config/password-hashes.js';
import { interruptionOf, interruptionText, RunFailure } from '../run/run-report.js';
import type { CommandContext } from './command.js';

/** Prints what a build left in `output/`, a line each; with `json` as events. */
export function printArtefacts(
  artefacts: readonly Artefact[],
  projectDir: string,
  { cwd, stdout }: Pick<CommandContext, 'cwd' | 'stdout'>,
  json: boolean,
): void {
  for (const { file, size, sha256 } of artefacts) {
    const relative = path.relative(cwd, path.join(projectDir, 'output', file));
    printText(
      stdout,
      json
        ? `${JSON.stringify({ event: 'artefact', file: relative, size, sha256 })}\n`
        : `${relative}  ${formatBytes(size)}  sha256:${sha256}\n`,
    );
  }
}

/** Tells a person what the validator has to say of a spec that can be built all the same. */
export function printWarnings(
  findings: readonly Finding[],
  { stderr }: Pick<CommandContext, 'stderr'>,
): void {
  for (const finding of firstFindings(findings)) {
    const place = placeOf(finding);
    printText(stderr, `Warning: ${place === '' ? '' : `${place}: `}${finding.message} ${finding.remedy}\n`);
  }
}

/**
 * Tells a person (or, with `json`, a program) of a failure, and answers the exit status. An error that nobody
 * foresaw is a defect of ours: it is said in one sentence too, its stack only with TMPFSROOT_DEBUG=1.
 */
export function printFailure(error: unknown, context: CommandContext, json: boolean): ExitStatus {
  const failure = error instanceof Failure ? error : unforeseen(error);
  if (json) {
    const stage = failure instanceof RunFailure ? { stage: failure.stage?.id ?? null } : {};
    const event = { event: 'failed', exitStatus: failure.exitStatus, ...stage, ...failure.facts };
    printText(context.stdout, `${JSON.stringify(event, hideHashes)}\n`);
  } else {
    printText(context.stderr, `${failureText(failure)}\n`);
  }
  if (!(error instanceof Failure) && context.env.TMPFSROOT_DEBUG === '1' && error instanceof Error) {
    printText(context.stderr, `${error.stack}\n`);
  }
  return failure.exitStatus;
}

/** What is printed of a failure, without colours. */
export function failureText(failure: Failure): string {
  const { exitStatus: status, facts } = failure;
  if (isInterruption(status) && facts.remedy === undefined)
    return sentences(
      interruptionText(interruptionOf(failure)),
      t`What was finished is kept; run it again to go on.`,
    );
  const what = facts.where === undefined ? facts.what : `${facts.where}: ${facts.what}`;
  const lines = [t`Error: ${what}`];
  if (facts.why !== undefined) lines.push(`  ${t`Why: ${facts.why}`}`);
  if (facts.lastLines !== undefined) lines.push(...facts.lastLines.map((line) => `  | ${line}`));
  if (facts.remedy !== undefined) lines.push(`  ${t`What to do: ${facts.remedy}`}`);
  if (facts.log !== undefined) lines.push(`  ${t`Full log: ${facts.log}`}`);
  return lines.join('\n');
}
