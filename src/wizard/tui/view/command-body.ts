import { t, translated } from '../../../base/language/texts.js';
import { shellWords } from '../../../base/text/shell-quote.js';
import { commandNote, placeholderNote, reproduce } from '../../model/review-text.js';
import type { WizardState } from '../../model/state.js';
import { type Body, type Line, paragraph, scrolled, seg } from './lines.js';

/** The command that does the same as the screens. */
export function commandBody(state: WizardState, top: number, width: number): Body {
  const head: Line = [seg(t`The command that does the same`, 'strong')];
  const words = reproduce(state);
  const note = placeholderNote(words);
  const lines = [
    [],
    ...paragraph(shellWords(words), width, 'plain'),
    [],
    ...paragraph(translated(commandNote), width, 'plain'),
    ...(note === null ? [] : paragraph(note, width, 'plain')),
  ];
  return { ...scrolled(lines, top), head };
}
