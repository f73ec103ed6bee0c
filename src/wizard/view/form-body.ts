import { focusedField } from '../edit-form.js';
import { fieldsOf } from '../screen-findings.js';
import type { WizardState } from '../state.js';
import { fieldFoot, fieldLine } from './field-lines.js';
import type { Body } from './lines.js';
import type { Symbols } from './symbols.js';

/** Fields below one another. */
export function formBody(state: WizardState, width: number, symbols: Symbols): Body {
  const fields = fieldsOf(state);
  const focused = focusedField(state);
  const labelWidth = Math.min(20, Math.floor(width * 0.4));
  const drawn = fields.map((field) => fieldLine(state, field, field === focused, width, labelWidth, symbols));
  const focus = Math.max(0, fields.indexOf(focused as (typeof fields)[number]));
  const column = drawn[focus]?.caret ?? null;
  return {
    lines: drawn.map(({ line }) => line),
    focus,
    caret: column === null ? null : { line: focus, column },
    foot: fieldFoot(state, focused, width, symbols),
  };
}
