import type { Failure } from '../../base/failure.js';
import type { Fix } from '../../base/finding.js';
import { t, translated } from '../../base/language/texts.js';
import { formatBytes, formatSeconds } from '../../base/text/format.js';
import type { RunResult } from '../../build/run-image.js';
import { diffText } from '../../rpm/lock/lock-diff-text.js';
import { RunFailure, type StageReport } from '../../run/run-report.js';
import { labelOf, withLabels } from './field-labels.js';
import { dayAndTime } from './screens/start.js';
import type { ResultFacts, WizardState } from './state.js';

/** What a run made, line by line: artefacts, what changed in packages, how long it took; `` for a blank line. */
export function resultLines({ artefacts, diff, stages, seconds, logFile }: RunResult): string[] {
  const widest = Math.max(0, ...artefacts.map(({ file }) => file.length));
  return [
    ...artefacts.flatMap(({ file, size, sha256 }) => [
      `  output/${file.padEnd(widest)}  ${formatBytes(size)}`,
      `    sha256 ${sha256}`,
    ]),
    '',
    ...(diff === null
      ? [t`Packages: no earlier build to compare with.`]
      : [t`Packages, compared with the previous build:`, ...indented(diffText(diff, formatBytes))]),
    '',
    t`Took ${formatSeconds(seconds)}:`,
    ...stages.map(stageLine),
    '',
    t`Log: ${logFile}`,
  ];
}

/** What a run that is done came to, in a sentence. */
export function doneText({ currentSince, checkedAt }: Extract<ResultFacts, { kind: 'done' }>): string {
  if (currentSince === undefined) return t`Built.`;
  const built = dayAndTime(currentSince);
  return checkedAt === undefined
    ? t`Nothing to do: the image of ${built} is current.`
    : t`Nothing to do: the image of ${built} is current (checked ${dayAndTime(checkedAt).split(' ')[1]}).`;
}

/** The log of the run that came to the result, or null. */
export function logOf({ result }: Pick<WizardState, 'result'>): string | null {
  if (result?.kind === 'done') return result.result.logFile;
  return (result?.kind === 'failed' ? result.failure.facts.log : undefined) ?? null;
}

/** The value with which a failed run would go on, or null. */
export function wayOutOf({ result }: Pick<WizardState, 'result'>): Fix | null {
  return (result?.kind === 'failed' ? result.failure.facts.wayOut : undefined) ?? null;
}

/** How a person at these screens, or at the questions of plain mode, goes on after a failure. */
export interface WaysOn {
  /** Beginning of a sentence: what tries again. */
  again: string;
  /** Beginning of a sentence: what continues with another value. */
  other: string;
  /** Within a sentence, as an order: what to do instead of typing the same command again. */
  retry: string;
}

/** A failed run, line by line: the cause in words, what the program said last, what to do, where all of it stands. */
export function failureLines(
  failure: Failure,
  { again, other, retry }: WaysOn,
  ran: WizardState['ran'],
): string[] {
  const { what, where, why, lastLines = [], log, wayOut } = failure.facts;
  const stage = stageOf(failure);
  const remedy = remedyHere(failure, retry, ran);
  return [
    ...(stage === null ? [] : [t`Stage: ${translated(stage.title)}`]),
    ...(where === undefined ? what : `${labelOf(where) ?? where}: ${what}`).split('\n'),
    ...(why === undefined ? [] : ['', t`Why: ${withLabels(why)}`]),
    ...(lastLines.length === 0 ? [] : ['', t`Its last lines:`, ...lastLines.map((line) => `  ${line}`)]),
    ...(remedy === undefined ? [] : ['', t`What to do: ${withLabels(remedy)}`]),
    ...(wayOut === undefined ? [] : ['', t`${translated(other)} \`${wayOut.text}\`; this changes no file.`]),
    ...(stage === null
      ? []
      : ['', t`${translated(again)}, beginning with ${translated(stage.title)}; finished stages are kept.`]),
    ...(log === undefined ? [] : ['', t`Log: ${log}`]),
  ];
}

/**
 * The remedy without commands that trying again does too. Trying again keeps a lock that matches, so it does not do the
 * same as `lock` after a run that failed while it renewed such a lock.
 */
function remedyHere(failure: Failure, retry: string, ran: WizardState['ran']): string | undefined {
  const inPlace = translated(retry);
  const again = [t`Run the same command again`, t`run the same command again`];
  const relock = [
    t`Run \`tmpfsroot-wizard lock\` again`,
    t`run \`tmpfsroot-wizard lock\` again`,
    t`Run \`tmpfsroot-wizard lock\``,
    t`run \`tmpfsroot-wizard lock\``,
  ];
  const keepsLock = ran?.relock === true && stageOf(failure)?.id === 'resolve';
  return replaced(failure.facts.remedy, keepsLock ? again : [...again, ...relock], inPlace);
}

/** @param orders what a remedy may tell a person to do, as the language has it: each translation has it word by word */
function replaced(remedy: string | undefined, orders: readonly string[], inPlace: string) {
  return orders.reduce((text, order) => {
    // `lock` without an option does not do what trying again does.
    const pattern = new RegExp(`(?<![\\w-])${escaped(order)}(?! without)`, 'g');
    const isFirst = /^[A-Z]/.test(order);
    return text?.replace(pattern, () => (isFirst ? capitalized(inPlace) : inPlace));
  }, remedy);
}

function capitalized(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

function stageOf(failure: Failure) {
  return failure instanceof RunFailure ? failure.stage : null;
}

function stageLine({ title, seconds, result }: StageReport): string {
  return `  ${formatSeconds(seconds).padStart(11)}  ${translated(title)}${result === undefined ? '' : `: ${result}`}`;
}

function indented(text: string): string[] {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => (line === '' ? '' : `  ${line}`));
}
