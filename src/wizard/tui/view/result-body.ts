import { later, t } from '../../../base/language/texts.js';
import { wrapText } from '../../../base/text/cut.js';
import { textWidth } from '../../../base/text/width.js';
import { interruptionText } from '../../../run/run-report.js';
import { doneText, failureLines, resultLines } from '../../model/result-text.js';
import type { WizardState } from '../../model/state.js';
import { type Body, type Line, scrolled, seg, type Tone } from './lines.js';
import { plainText } from './plain-text.js';
import type { Symbols } from './symbols.js';

/** What a run came to, and what can be done with it. */
export function resultBody(state: WizardState, width: number, symbols: Symbols): Body {
  const head: Line = [seg(...titleOf(state, symbols))];
  return { ...scrolled(textLines(state, width), state.focus.result ?? 0), head };
}

const waysOn = {
  again: later`\`r\` tries again`,
  other: later`\`^T\` continues with`,
  retry: later`press \`r\``,
};

function titleOf({ result }: WizardState, symbols: Symbols): [string, Tone] {
  switch (result?.kind) {
    case 'done':
      return [`${symbols.done} ${doneText(result)}`, 'good'];
    case 'failed':
      return [`${symbols.error} ${t`The run failed.`}`, 'bad'];
    case 'interrupted':
      return [`${symbols.warning} ${interruptionText(result.at)}`, 'warn'];
    default:
      return [t`Nothing was built yet.`, 'plain'];
  }
}

function textLines({ result, ran }: WizardState, width: number): Line[] {
  if (result === null) return [];
  const texts =
    result.kind === 'done'
      ? resultLines(result.result)
      : result.kind === 'failed'
        ? failureLines(result.failure, waysOn, ran)
        : [t`What was finished is kept. \`r\` goes on with the rest.`];
  const lines = texts.map(plainText).flatMap((text): Line[] => {
    if (text === '') return [[]];
    if (textWidth(text) <= width) return [[seg(text)]];
    // What a program said last is read whole, below where it begins.
    const indent = (/^ */.exec(text)?.[0] ?? '').slice(0, Math.floor(width / 2));
    return wrapText(text.trim(), width - indent.length).map((line) => [seg(`${indent}${line}`)]);
  });
  return [[], ...lines];
}
