import { stripVTControlCharacters } from 'node:util';
import { failureLines, resultLines } from '../run/result-text.js';
import type { WizardState } from '../state.js';
import { type Body, type Line, seg, type Tone, widthOf, wrapText } from './lines.js';
import type { Symbols } from './symbols.js';

/** What a run came to, and what can be done with it. */
export function resultBody(state: WizardState, width: number, symbols: Symbols): Body {
  const top = Math.min(state.focus.result ?? 0, lastResultTop(state));
  const title: Line = [seg(...titleOf(state, symbols))];
  return { lines: textLines(state, width).slice(top), focus: 0, caret: null, foot: [], head: title };
}

/** The line that can stand at the top when all the others are to be seen as well. */
export function lastResultTop(state: WizardState): number {
  return Math.max(0, textLines(state, state.size.columns - 1).length - 4);
}

function titleOf({ result }: WizardState, symbols: Symbols): [string, Tone] {
  switch (result?.kind) {
    case 'done':
      return [`${symbols.done} Built.`, 'good'];
    case 'failed':
      return [`${symbols.error} The run failed.`, 'bad'];
    case 'interrupted':
      return [`${symbols.warning} Interrupted.`, 'warn'];
    default:
      return ['Nothing was built yet.', 'dim'];
  }
}

function textLines({ result }: WizardState, width: number): Line[] {
  if (result === null) return [];
  const texts =
    result.kind === 'done'
      ? resultLines(result.result)
      : result.kind === 'failed'
        ? failureLines(result.failure)
        : ['What was finished is kept. `r` goes on with the rest.'];
  const lines = texts.map(plainText).flatMap((text): Line[] => {
    if (text === '') return [[]];
    if (widthOf(text) <= width) return [[seg(text)]];
    // What a program said last is read whole, below where it begins.
    const indent = (/^ */.exec(text)?.[0] ?? '').slice(0, Math.floor(width / 2));
    return wrapText(text.trim(), width - indent.length).map((line) => [seg(`${indent}${line}`)]);
  });
  return [[], ...lines];
}

/** Programs write for terminals of their own: colours and tabs would move what stands beside them. */
function plainText(text: string): string {
  return stripVTControlCharacters(text)
    .replace(/\t/g, '    ')
    .replace(/\p{Cc}+/gu, '');
}
