import { focusedField } from '../edit-form.js';
import { bindingsOf, keyContext } from '../key-table.js';
import { screens } from '../screens/index.js';
import type { WizardState } from '../state.js';
import { type Body, type Line, padText, paragraph, seg, widthOf } from './lines.js';

/** The help of the field at hand, of its screen, and the keys that work on it. */
export function helpBody(state: WizardState, top: number, width: number): Body {
  const lines = helpLines(state, width);
  const first = Math.min(top, Math.max(0, lines.length - 1));
  return { lines: lines.slice(first), focus: 0, caret: null, foot: [] };
}

/** Lines that the help has, to know how far it scrolls. */
export function helpLines(state: WizardState, width: number): Line[] {
  const field = focusedField(state);
  const screen = screens[state.screen];
  const about: Line[] = [];
  if (field !== null) {
    about.push([seg(field.label.trim(), 'strong')]);
    for (const text of field.help) about.push(...paragraph(text, width, 'plain'), []);
    if (field.flag !== null) about.push([seg('On the command line: ', 'dim'), seg(field.flag)], []);
  }
  about.push([seg(screen.title, 'strong')]);
  for (const text of screen.help) about.push(...paragraph(text, width, 'plain'), []);
  const bindings = bindingsOf(keyContext({ ...state, overlay: null }));
  const keyWidth = Math.max(...bindings.map(({ shown }) => widthOf(shown)));
  const keys = bindings.map(
    ({ shown, hint }): Line => [seg(padText(shown, keyWidth + 2), 'accent'), seg(hint)],
  );
  return [...about, [seg('Keys', 'strong')], ...keys];
}
