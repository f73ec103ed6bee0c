import { formatBytes, formatSeconds } from '../../pipeline/format.js';
import type { RunResult } from '../../pipeline/run-image.js';
import { RunFailure, type StageReport } from '../../pipeline/run-report.js';
import { diffText } from '../../rpm/lock-diff-text.js';
import type { Failure } from '../../spec/failure.js';
import type { Fix } from '../../spec/finding.js';
import type { WizardState } from '../state.js';

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
      ? ['Packages: there was no build before this one to compare with.']
      : ['Packages, beside the build before:', ...indented(diffText(diff, formatBytes))]),
    '',
    `Took ${formatSeconds(seconds)}:`,
    ...stages.map(stageLine),
    '',
    `Log: ${logFile}`,
  ];
}

/** The value with which a failed run would go on, or null. */
export function wayOutOf({ result }: Pick<WizardState, 'result'>): Fix | null {
  return (result?.kind === 'failed' ? result.failure.facts.wayOut : undefined) ?? null;
}

/**
 * A failed run, line by line: the cause in words, what the program said last, what to do, where all of it stands.
 * @param again what a person does to try again, as the beginning of a sentence
 * @param other what a person does to go on with another value, as the beginning of one
 */
export function failureLines(
  failure: Failure,
  again = '`r` tries again',
  other = '`^T` goes on with',
): string[] {
  const { what, where, why, lastLines = [], remedy, log, wayOut } = failure.facts;
  const stage = failure instanceof RunFailure ? failure.stage : null;
  return [
    ...(stage === null ? [] : [`Stage: ${stage.title}`]),
    ...(where === undefined ? what : `${where}: ${what}`).split('\n'),
    ...(why === undefined ? [] : ['', `Why: ${why}`]),
    ...(lastLines.length === 0 ? [] : ['', 'Its last lines:', ...lastLines.map((line) => `  ${line}`)]),
    ...(remedy === undefined ? [] : ['', `What to do: ${remedy}`]),
    ...(wayOut === undefined ? [] : ['', `${other} \`${wayOut.text}\`; no file is changed for it.`]),
    ...(stage === null
      ? []
      : ['', `${again}, beginning with ${stage.title}: what was finished before is kept.`]),
    ...(log === undefined ? [] : ['', `Log: ${log}`]),
  ];
}

function stageLine({ title, seconds, result }: StageReport): string {
  return `  ${formatSeconds(seconds).padStart(11)}  ${title}${result === undefined ? '' : `: ${result}`}`;
}

function indented(text: string): string[] {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => (line === '' ? '' : `  ${line}`));
}
