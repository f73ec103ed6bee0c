import { focusedField } from './edit-form.js';
import type { Key } from './events.js';
import type { ScreenId, WizardState } from './state.js';

/** What takes the keys: an overlay, else the screen, else the search line of a list. */
export type KeyContext =
  | 'start'
  | 'choice'
  | 'form'
  /** A form with the focus on a password: every letter is typed. */
  | 'secret'
  | 'sizes'
  | 'packages'
  | 'search'
  | 'review'
  | 'result'
  | 'help'
  | 'doctor'
  | 'leave'
  | 'save'
  | 'disks'
  | 'pick'
  | 'sets'
  | 'replace';

export type Command =
  | 'accept'
  | 'back'
  | 'boot'
  | 'cancel'
  | 'copy'
  | 'doctor'
  | 'down'
  | 'first'
  | 'fix'
  | 'help'
  | 'install'
  | 'interrupt'
  | 'last'
  | 'left'
  | 'locked'
  | 'new'
  | 'next'
  | 'open'
  | 'page-down'
  | 'page-up'
  | 'quit'
  | 'read-disks'
  | 'rebuild'
  | 'redo'
  | 'remove'
  | 'right'
  | 'save'
  | 'search'
  | 'sets'
  | 'toggle'
  | 'undo'
  | 'up'
  | 'write';

export interface Binding {
  command: Command;
  keys: readonly string[];
  /** As the footer and the help name the keys. */
  shown: string;
  hint: string;
  where: readonly KeyContext[];
  /** Stands in the footer; the others are in the help only. */
  footer?: boolean;
}

const lists: readonly KeyContext[] = ['start', 'choice', 'packages', 'search', 'review', 'sets', 'pick'];
const forms: readonly KeyContext[] = ['form', 'secret'];
const texts: readonly KeyContext[] = ['help', 'doctor', 'result', 'replace'];
const asking: readonly KeyContext[] = ['choice', ...forms, 'sizes', 'packages'];
const everywhere: readonly KeyContext[] = [
  ...['start', 'choice', 'form', 'secret', 'sizes', 'packages', 'search', 'review', 'result'],
  ...['help', 'doctor', 'leave', 'save', 'disks', 'pick', 'sets', 'replace'],
] as KeyContext[];

/** The one table of keys: what is pressed, the footer, the help and the manual come from it. */
export const keyTable: readonly Binding[] = [
  bind('next', 'Enter', ['enter'], 'next', asking, true),
  bind('accept', 'Enter', ['enter'], 'choose', ['start'], true),
  bind('accept', 'Enter', ['enter'], 'build it', ['review'], true),
  bind('accept', 'Enter', ['enter'], 'add or remove', ['search'], true),
  bind('accept', 'Enter', ['enter'], 'save', ['save'], true),
  bind('accept', 'Enter', ['enter'], 'read', ['disks'], true),
  bind('toggle', 'Space', [' '], 'choose', ['pick'], true),
  bind('accept', 'Enter', ['enter'], 'take the chosen ones', ['pick'], true),
  bind('accept', 'y', ['y', 'enter'], 'leave', ['leave'], true),
  bind('accept', 'y', ['y'], 'replace them', ['replace'], true),
  bind('toggle', 'Space', [' ', 'enter'], 'add or take off', ['sets'], true),
  bind('back', 'Esc', ['escape'], 'back', [...asking, 'review', 'result'], true),
  bind('cancel', 'Esc', ['escape'], 'end of search', ['search'], true),
  bind('cancel', 'Esc', ['escape', 'n', 'q'], 'stay', ['leave'], true),
  // Enter that was pressed once too often replaces nothing.
  bind('cancel', 'Esc', ['escape', 'n', 'q', 'enter'], 'keep them as they are', ['replace'], true),
  bind('cancel', 'Esc', ['escape'], 'cancel', ['save', 'disks', 'pick'], true),
  bind('cancel', 'Esc', ['escape', 'enter', 'q', '?', 'f1'], 'close', ['help', 'doctor'], true),
  bind('cancel', 'Esc', ['escape'], 'done', ['sets'], true),
  bind('right', '→', ['right'], 'change this', ['review'], true),
  bind('up', '↑', ['up'], 'up', [...lists, ...forms, 'sizes', ...texts], false),
  bind('down', '↓', ['down'], 'down', [...lists, ...forms, 'sizes', ...texts], false),
  bind('up', 'Shift-Tab', ['backtab'], 'field before', [...forms, 'sizes'], false),
  bind('down', 'Tab', ['tab'], 'next field', [...forms, 'sizes'], false),
  bind('page-up', 'PgUp', ['pageup'], 'page up', [...lists, ...forms, ...texts], false),
  bind('page-down', 'PgDn', ['pagedown'], 'page down', [...lists, ...forms, ...texts], false),
  bind('first', 'Home', ['home'], 'first', [...lists, ...forms], false),
  bind('last', 'End', ['end'], 'last', [...lists, ...forms], false),
  bind('left', '←', ['left'], 'change a choice, move in a text', forms, false),
  bind('right', '→', ['right'], 'change a choice, move in a text', forms, false),
  bind('left', '←', ['left', '-'], 'smaller', ['sizes'], true),
  bind('right', '→', ['right', '+'], 'larger', ['sizes'], true),
  bind('fix', '^T', ['ctrl+t'], 'take the suggestion', [...asking, 'review'], true),
  bind('fix', '^T', ['ctrl+t'], 'go on another way', ['result'], true),
  bind('search', '/', ['/'], 'search', ['packages'], true),
  bind('toggle', 'Space', [' '], 'add or remove', ['packages'], true),
  bind('remove', 'Del', ['delete', 'backspace'], 'remove', ['packages'], false),
  bind('sets', 's', ['s'], 'sets', ['packages'], true),
  bind('locked', 'a', ['a'], 'all in the image', ['packages'], true),
  bind('read-disks', '^L', ['ctrl+l'], 'read disks from lsblk', ['form'], false),
  bind('save', 's', ['s'], 'save as preset', ['review'], true),
  bind('write', 'w', ['w'], 'write the files only', ['review'], true),
  bind('copy', 'c', ['c'], 'copy the command', ['review'], true),
  bind('rebuild', 'r', ['r'], 'rebuild', ['start'], true),
  bind('rebuild', 'r', ['r'], 'again', ['result'], true),
  bind('new', 'n', ['n'], 'new image', ['start'], false),
  bind('doctor', 'd', ['d'], 'doctor', ['start'], false),
  bind('install', 'i', ['i'], 'install what is missing', ['doctor'], true),
  bind('boot', 'b', ['b'], 'boot in QEMU', ['result'], true),
  bind('open', 'o', ['o'], 'open the folder', ['result'], true),
  bind('undo', '^Z', ['ctrl+z'], 'undo', [...asking, 'review'], false),
  bind('redo', '^Y', ['ctrl+y'], 'redo', [...asking, 'review'], false),
  bind(
    'help',
    '?',
    ['?', 'f1'],
    'help',
    ['start', 'choice', 'form', 'sizes', 'packages', 'review', 'result'],
    true,
  ),
  bind('help', 'F1', ['f1'], 'help', ['secret'], true),
  bind('quit', 'q', ['q'], 'quit', ['start', 'result'], true),
  bind('interrupt', '^C', ['ctrl+c'], 'leave', everywhere, false),
];

/** What takes the keys now. */
export function keyContext(state: WizardState): KeyContext {
  if (state.overlay !== null) return state.overlay.kind;
  if (state.query !== null) return 'search';
  const context = contexts[state.screen];
  return context === 'form' && focusedField(state)?.kind === 'secret' ? 'secret' : context;
}

/** The command of a key, or null: then it is typed, or nothing. */
export function commandFor(key: Key, context: KeyContext): Command | null {
  return (
    keyTable.find(({ keys, where }) => where.includes(context) && keys.includes(key.name))?.command ?? null
  );
}

/** The keys that work now, those of the footer first. */
export function bindingsOf(context: KeyContext): readonly Binding[] {
  return keyTable.filter(({ where }) => where.includes(context));
}

const contexts: Readonly<Record<ScreenId, KeyContext>> = {
  start: 'start',
  release: 'choice',
  packages: 'packages',
  disks: 'form',
  sizes: 'sizes',
  system: 'form',
  outputs: 'form',
  review: 'review',
  result: 'result',
};

function bind(
  command: Command,
  shown: string,
  keys: readonly string[],
  hint: string,
  where: readonly KeyContext[],
  footer: boolean,
): Binding {
  return { command, keys, shown, hint, where, footer };
}
