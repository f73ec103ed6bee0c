import { translated } from '../../../base/language/texts.js';
import { padText } from '../../../base/text/cut.js';
import { textWidth } from '../../../base/text/width.js';
import { focusedField } from '../../model/edit-form.js';
import type { WizardState } from '../../model/state.js';
import { fieldFoot } from './field-lines.js';
import { type Body, cutLine, type Line, seg } from './lines.js';
import type { Symbols } from './symbols.js';

/** A screen of one choice: all its values below one another. */
export function choiceBody(state: WizardState, width: number, symbols: Symbols): Body {
  const field = focusedField(state);
  const choices = field?.choices?.(state.spec) ?? [];
  const chosen = choices.findIndex(({ value }) => value === field?.read(state.spec));
  const labelWidth = Math.max(...choices.map(({ label }) => textWidth(label)), 0);
  const lines = choices.map(({ label, hint, mark }, index): Line => {
    const isChosen = index === chosen;
    return cutLine(
      [
        seg(
          `${isChosen ? symbols.pointer : ' '} ${isChosen ? symbols.on : symbols.off} `,
          isChosen ? 'accent' : 'faint',
        ),
        seg(padText(label, labelWidth), isChosen ? 'focus' : 'plain'),
        ...(mark === undefined ? [] : [seg(`  ${translated(mark.text)}`, mark.tone)]),
        ...(hint === undefined ? [] : [seg(`  ${hint}`, 'plain')]),
      ],
      width,
    );
  });
  const foot = fieldFoot(state, field, width, symbols);
  return { lines, focus: chosen, caret: null, foot, isMenu: true, rows: { from: 0, count: lines.length } };
}
