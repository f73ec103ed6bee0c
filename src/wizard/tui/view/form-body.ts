import { translated } from '../../../base/language/texts.js';
import { textWidth } from '../../../base/text/width.js';
import { focusedField } from '../../model/edit-form.js';
import { fieldsOf } from '../../model/screen-findings.js';
import type { WizardState } from '../../model/state.js';
import { fieldFoot, fieldLine } from './field-lines.js';
import type { Body } from './lines.js';
import type { Symbols } from './symbols.js';

/** Fields below one another. */
export function formBody(state: WizardState, width: number, symbols: Symbols): Body {
  const fields = fieldsOf(state);
  const focused = focusedField(state);
  // Some screens make new fields with each state.
  const focus = Math.max(
    0,
    fields.findIndex(({ id }) => id === focused?.id),
  );
  const widest = Math.max(20, ...fields.map(({ label }) => textWidth(translated(label))));
  const labelWidth = Math.min(widest, Math.floor(width * 0.4));
  const drawn = fields.map((field, index) =>
    fieldLine(state, field, index === focus, width, labelWidth, symbols),
  );
  const column = drawn[focus]?.caret ?? null;
  return {
    lines: drawn.map(({ line }) => line),
    focus,
    caret: column === null ? null : { line: focus, column },
    foot: fieldFoot(state, focused, width, symbols),
    rows: { from: 0, count: drawn.length },
  };
}
