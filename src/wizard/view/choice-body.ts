import { focusedField } from '../edit-form.js';
import type { WizardState } from '../state.js';
import { fieldFoot } from './field-lines.js';
import { type Body, cutLine, type Line, padText, seg, widthOf } from './lines.js';
import type { Symbols } from './symbols.js';

/** A screen of one choice: all its values below one another. */
export function choiceBody(state: WizardState, width: number, symbols: Symbols): Body {
  const field = focusedField(state);
  const choices = field?.choices?.(state.spec) ?? [];
  const chosen = choices.findIndex(({ value }) => value === field?.read(state.spec));
  const labelWidth = Math.max(...choices.map(({ label }) => widthOf(label)), 0);
  const lines = choices.map(({ label, hint, mark }, index): Line => {
    const isChosen = index === chosen;
    return cutLine(
      [
        seg(
          `${isChosen ? symbols.pointer : ' '} ${isChosen ? symbols.on : symbols.off} `,
          isChosen ? 'accent' : 'dim',
        ),
        seg(padText(label, labelWidth), isChosen ? 'focus' : 'plain'),
        ...(mark === undefined ? [] : [seg(`  ${mark.text}`, mark.tone)]),
        ...(hint === undefined ? [] : [seg(`  ${hint}`, 'dim')]),
      ],
      width,
    );
  });
  return { lines, focus: chosen, caret: null, foot: fieldFoot(state, field, width, symbols), isMenu: true };
}
