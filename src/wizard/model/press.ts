import { later } from '../../base/language/texts.js';
import { chooseAt, focusedField, focusRow } from './edit-form.js';
import { type Command, isBound, type KeyContext, keyContext } from './key-table.js';
import { scrolledNow } from './scroll.js';
import type { WizardState } from './state.js';
import type { Press } from './target.js';

/** What somebody is told who draws the mouse over text, and what the help says of it. */
export const selectHint = later`To select text, hold Shift while you drag (Option in iTerm2, Fn in Terminal).`;

type CarryOut = (state: WizardState, command: Command) => WizardState;

/** What a second click does, on the row that has the focus; absent: nothing. */
const onFocused: Readonly<Partial<Record<KeyContext, Command>>> = {
  start: 'accept',
  review: 'accept',
  'review-row': 'accept',
  search: 'accept',
  packages: 'toggle',
  sets: 'toggle',
  pick: 'toggle',
};

/** Lines that a step of the wheel moves a text; a list and a form move by one row. */
const linesOfText = 3;
const texts: readonly KeyContext[] = ['help', 'doctor', 'result', 'replace', 'log'];

/**
 * A click: it moves the focus to a row, and does what Enter or Space does where it has the focus already. A choice is
 * taken at once, as the arrows do.
 * @param carryOut does what a key is bound to
 */
export function press(state: WizardState, { of, target }: Press, carryOut: CarryOut): WizardState {
  // Something else lies over what was clicked.
  if (of !== scrolledNow(state)) return state;
  const context = keyContext(state);
  const asKey = (command: Command | undefined) =>
    command !== undefined && isBound(command, context) ? carryOut(state, command) : state;
  if (target.kind === 'key') return asKey(target.command);
  const { row } = target;
  const { overlay, screen } = state;
  if (overlay !== null) {
    if (!('index' in overlay)) return state;
    return overlay.index === row
      ? asKey(onFocused[context])
      : { ...state, overlay: { ...overlay, index: row } };
  }
  const isFocused = (state.focus[screen] ?? 0) === row;
  const field = focusedField(state);
  if (context === 'choice') return field === null ? state : chooseAt(state, field, row);
  if (context === 'form' || context === 'secret' || context === 'sizes') {
    if (!isFocused) return focusRow(state, row);
    return field?.choices === undefined ? state : asKey('right');
  }
  if (isFocused) return asKey(onFocused[context]);
  return { ...state, focus: { ...state.focus, [screen]: row } };
}

/**
 * Steps of the wheel, down where they are positive. A screen of one choice stays as it is: it would be chosen by what
 * was meant to look further.
 * @param carryOut does what a key is bound to
 */
export function scroll(state: WizardState, by: number, carryOut: CarryOut): WizardState {
  const context = keyContext(state);
  const command = by > 0 ? 'down' : 'up';
  if (context === 'choice' || !isBound(command, context)) return state;
  const steps = Math.abs(by) * (texts.includes(context) ? linesOfText : 1);
  let moved = state;
  for (let step = 0; step < steps; step += 1) moved = carryOut(moved, command);
  return moved;
}
