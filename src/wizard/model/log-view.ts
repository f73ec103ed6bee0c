import { t } from '../../base/language/texts.js';
import type { Key } from './key.js';
import type { Command } from './key-table.js';
import type { Overlay, WizardState } from './state.js';
import { atEnd, editText } from './text-edit.js';

type LogView = Extract<Overlay, { kind: 'log' }>;

/** Rows of the window that are not the log's. */
const otherRows = 6;
/** Columns that a long line is moved by. */
const sideways = 20;

/** Shows a log from its end, where the reason of a failure stands. */
export function openLog(state: WizardState, file: string, text: string): WizardState {
  const lines = text.replace(/\n$/, '').split('\n');
  const top = Math.max(0, lines.length - pageOf(state));
  return { ...state, overlay: { kind: 'log', file, lines, top, left: 0, query: null, sought: '' } };
}

/** A command while a log is read. */
export function logCommand(state: WizardState, view: LogView, command: Command): WizardState {
  const to = (changed: Partial<LogView>): WizardState => ({ ...state, overlay: { ...view, ...changed } });
  const scroll = (top: number) =>
    to({ top: Math.max(0, Math.min(top, Math.max(0, view.lines.length - pageOf(state)))) });
  switch (command) {
    case 'up':
      return scroll(view.top - 1);
    case 'down':
      return scroll(view.top + 1);
    case 'page-up':
      return scroll(view.top - pageOf(state));
    case 'page-down':
      return scroll(view.top + pageOf(state));
    case 'first':
      return scroll(0);
    case 'last':
      return scroll(view.lines.length);
    case 'left':
      return to({ left: Math.max(0, view.left - sideways) });
    case 'right':
      return to({ left: view.left + sideways });
    case 'search':
      return to({ query: atEnd('') });
    case 'accept':
      return find(state, { ...view, query: null, sought: view.query?.text ?? '' }, view.top);
    case 'again':
      return find(state, view, view.top + 1);
    case 'cancel':
      return view.query === null ? { ...state, overlay: null } : to({ query: null });
    default:
      return state;
  }
}

/** A key that is typed into the search of a log. */
export function logTyped(state: WizardState, view: LogView, key: Key): WizardState {
  if (view.query === null) return state;
  return { ...state, overlay: { ...view, query: editText(view.query, key) } };
}

/** Brings the next line with the words to the top, from the beginning once the end was reached. */
function find(state: WizardState, view: LogView, from: number): WizardState {
  const sought = view.sought.toLowerCase();
  if (sought === '') return { ...state, overlay: view };
  const { lines } = view;
  for (let step = 0; step < lines.length; step += 1) {
    const at = (from + step) % lines.length;
    if (lines[at]?.toLowerCase().includes(sought) === true) {
      return { ...state, overlay: { ...view, top: at } };
    }
  }
  const notice = { level: 'info', text: t`\`${view.sought}\` is nowhere in the log.` } as const;
  return { ...state, overlay: view, notice };
}

function pageOf({ size }: WizardState): number {
  return Math.max(1, size.rows - otherRows);
}
