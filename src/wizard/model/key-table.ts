import { focusedField } from './edit-form.js';
import type { Key } from './key.js';
import { focusedItem } from './review-items.js';
import { screens } from './screens/index.js';
import type { ScreenKeys } from './screens/screen.js';
import { ownPresetAt } from './screens/start.js';
import type { Overlay, WizardState } from './state.js';

/** What takes the keys: an overlay, else the screen, else the search line of a list. */
export type KeyContext =
  | ScreenKeys
  /** A form with the focus on a password: every letter is typed. */
  | 'secret'
  | 'search'
  /** The start screen with the focus on a preset of the person's own. */
  | 'start-own'
  /** The review with the focus on a row that leads to a screen. */
  | 'review-row'
  /** The search of a log. */
  | 'log-search'
  | Overlay['kind'];

export type Command =
  | 'accept'
  | 'again'
  | 'back'
  | 'boot'
  | 'powercut'
  | 'cancel'
  | 'copy'
  | 'describe'
  | 'doctor'
  | 'down'
  | 'edit'
  | 'first'
  | 'fix'
  | 'flash'
  | 'help'
  | 'install'
  | 'interrupt'
  | 'last'
  | 'left'
  | 'locked'
  | 'log'
  | 'naming'
  | 'new'
  | 'next'
  | 'open'
  | 'page-down'
  | 'page-up'
  | 'pick'
  | 'quit'
  | 'rebuild'
  | 'redo'
  | 'remove'
  | 'rename'
  | 'retry'
  | 'reveal'
  | 'right'
  | 'save'
  | 'search'
  | 'sets'
  | 'suspend'
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

const start: readonly KeyContext[] = ['start', 'start-own'];
const review: readonly KeyContext[] = ['review', 'review-row'];
const plainLists: readonly KeyContext[] = ['packages', ...review, 'sets', 'pick', 'flash'];
const lists: readonly KeyContext[] = [...start, 'choice', 'search', ...plainLists];
/** Lists with a line in which words are typed. */
const found: readonly KeyContext[] = ['list', 'keys'];
const forms: readonly KeyContext[] = ['form', 'secret'];
const texts: readonly KeyContext[] = ['help', 'doctor', 'command', 'result', 'replace', 'log'];
const asking: readonly KeyContext[] = ['choice', ...forms, 'sizes', 'packages'];
const everywhere: readonly KeyContext[] = [
  ...[...start, 'choice', 'form', 'secret', 'sizes', 'packages', 'search', ...review, 'result'],
  ...[
    'help',
    'doctor',
    'command',
    'leave',
    'save',
    'rename',
    'describe',
    'delete',
    'disks',
    'pick',
    'list',
    'keys',
    'fetch',
    'sets',
    'replace',
    'log',
    'log-search',
    'flash',
    'flash-name',
  ],
] as KeyContext[];

/** The one table of keys: what is pressed, the footer, the help and the manual come from it. */
export const keyTable: readonly Binding[] = [
  bind('next', 'Enter', ['enter'], 'next', asking, true),
  bind('accept', 'Enter', ['enter'], 'choose', start, true),
  bind('accept', 'Enter', ['enter'], 'build it', ['review'], true),
  bind('accept', 'Enter', ['enter'], 'open this', ['review-row'], true),
  bind('accept', 'Enter', ['enter'], 'add or remove', ['search'], true),
  bind('accept', 'Enter', ['enter'], 'save', ['save'], true),
  bind('accept', 'Enter', ['enter'], 'rename', ['rename'], true),
  bind('accept', 'Enter', ['enter'], 'say this of it', ['describe'], true),
  bind('accept', 'y', ['y'], 'delete it', ['delete'], true),
  bind('accept', 'Enter', ['enter'], 'read', ['disks'], true),
  bind('accept', 'Enter', ['enter'], 'take it', ['list', 'keys'], true),
  bind('accept', 'y', ['y'], 'fetch them', ['fetch'], true),
  bind('toggle', 'Space', [' '], 'choose', ['pick'], true),
  bind('accept', 'Enter', ['enter'], 'take the chosen ones', ['pick'], true),
  bind('accept', 'Enter', ['enter'], 'write to this', ['flash'], true),
  bind('accept', 'Enter', ['enter'], 'write', ['flash-name'], true),
  bind('accept', 'y', ['y', 'enter'], 'leave', ['leave'], true),
  bind('accept', 'y', ['y'], 'replace them', ['replace'], true),
  bind('toggle', 'Space', [' ', 'enter'], 'add or take off', ['sets'], true),
  bind('back', 'Esc', ['escape'], 'back', [...asking, ...review, 'result'], true),
  bind('cancel', 'Esc', ['escape'], 'end of search', ['search'], true),
  bind('cancel', 'Esc', ['escape', 'n', 'q'], 'stay', ['leave'], true),
  // Enter that was pressed once too often replaces nothing.
  bind('cancel', 'Esc', ['escape', 'n', 'q', 'enter'], 'keep them as they are', ['replace'], true),
  bind('cancel', 'Esc', ['escape', 'n', 'q', 'enter'], 'keep it', ['delete'], true),
  bind(
    'cancel',
    'Esc',
    ['escape'],
    'cancel',
    ['save', 'rename', 'describe', 'disks', 'pick', 'list', 'keys', 'flash', 'flash-name'],
    true,
  ),
  // Enter that was pressed once too often uses no network.
  bind('cancel', 'Esc', ['escape', 'n', 'q', 'enter'], 'do not', ['fetch'], true),
  bind('cancel', 'Esc', ['escape', 'enter', 'q', '?', 'f1'], 'close', ['help', 'doctor'], true),
  bind('cancel', 'Esc', ['escape', 'enter', 'q'], 'close', ['command'], true),
  bind('cancel', 'Esc', ['escape', 'q', 'l'], 'close', ['log'], true),
  bind('cancel', 'Esc', ['escape'], 'done', ['sets'], true),
  bind('accept', 'Enter', ['enter'], 'find', ['log-search'], true),
  bind('cancel', 'Esc', ['escape'], 'end of search', ['log-search'], true),
  bind('right', '→', ['right'], 'open this', ['review-row'], false),
  bind('naming', 'n', ['n'], 'other names', ['pick'], true),
  // Where no letter is typed or has a name to go to.
  bind('up', '↑', ['up', 'k'], 'up', [...plainLists, 'choice', ...texts], false),
  bind('down', '↓', ['down', 'j'], 'down', [...plainLists, 'choice', ...texts], false),
  bind('up', '↑', ['up'], 'up', [...start, 'search', ...forms, ...found, 'sizes'], false),
  bind('down', '↓', ['down'], 'down', [...start, 'search', ...forms, ...found, 'sizes'], false),
  bind('up', 'Shift-Tab', ['backtab'], 'up', [...lists, ...found], false),
  bind('down', 'Tab', ['tab'], 'down', [...lists, ...found], false),
  bind('up', 'Shift-Tab', ['backtab'], 'field before', [...forms, 'sizes'], false),
  bind('down', 'Tab', ['tab'], 'next field', [...forms, 'sizes'], false),
  bind('page-up', 'PgUp', ['pageup'], 'page up', [...lists, ...forms, ...found, ...texts], false),
  bind('page-down', 'PgDn', ['pagedown'], 'page down', [...lists, ...forms, ...found, ...texts], false),
  bind('first', 'Home', ['home'], 'first', [...lists, ...forms, 'sizes', 'log'], false),
  bind('last', 'End', ['end'], 'last', [...lists, ...forms, 'sizes', 'log'], false),
  bind('left', '←', ['left'], 'left', ['log'], false),
  bind('right', '→', ['right'], 'right', ['log'], false),
  bind('left', '←', ['left'], 'change a choice, move in a text', forms, false),
  bind('right', '→', ['right'], 'change a choice, move in a text', forms, false),
  bind('left', '←', ['left', '-'], 'smaller', ['sizes'], true),
  bind('right', '→', ['right', '+'], 'larger', ['sizes'], true),
  bind('fix', '^T', ['ctrl+t'], 'take the suggestion', [...asking, ...review], true),
  bind('fix', '^T', ['ctrl+t'], 'go on another way', ['result'], true),
  bind('search', '/', ['/'], 'search', ['packages', 'log'], true),
  bind('again', 'n', ['n'], 'find the next', ['log'], true),
  bind('toggle', 'Space', [' '], 'add or remove', ['packages'], true),
  bind('remove', 'Del', ['delete', 'backspace'], 'remove', ['packages'], false),
  bind('sets', 's', ['s'], 'sets', ['packages'], true),
  bind('retry', 'r', ['r'], 'read the repositories again', ['packages'], true),
  bind('locked', 'a', ['a'], 'all in the image', ['packages'], true),
  bind('reveal', '^R', ['ctrl+r'], 'show or hide what is typed', ['secret'], true),
  bind('pick', '^L', ['ctrl+l'], 'pick it', ['form'], true),
  bind('save', 's', ['s'], 'save as preset', review, true),
  bind('write', 'w', ['w'], 'write the files only', review, true),
  bind('copy', 'c', ['c'], 'the command', review, true),
  bind('copy', 'c', ['c'], 'copy it', ['command'], true),
  bind('rename', 'F2', ['f2'], 'rename', ['start-own'], true),
  bind('describe', 'F3', ['f3'], 'describe', ['start-own'], true),
  bind('remove', 'Del', ['delete'], 'delete', ['start-own'], true),
  bind('rebuild', 'r', ['r'], 'rebuild', start, true),
  bind('rebuild', 'r', ['r'], 'again', ['result'], true),
  bind('new', 'n', ['n'], 'new image', start, false),
  bind('doctor', 'd', ['d'], 'doctor', start, false),
  bind('install', 'i', ['i'], 'install what is missing', ['doctor'], true),
  bind('edit', 'e', ['e'], 'change what is wrong', ['result'], true),
  bind('log', 'l', ['l'], 'log', ['result'], true),
  bind('boot', 'b', ['b'], 'boot in QEMU', ['result'], true),
  bind('flash', 'f', ['f'], 'USB stick', ['result'], true),
  bind('again', 'r', ['r'], 'look again', ['flash'], true),
  bind('open', 'o', ['o'], 'folder', ['result'], true),
  bind('undo', '^_', ['ctrl+_'], 'undo', [...asking, ...review, 'search'], false),
  // A letter is typed into a field.
  bind('undo', 'u', ['u'], 'undo', ['choice', 'packages', ...review], false),
  bind('redo', '^Y', ['ctrl+y'], 'redo', [...asking, ...review], false),
  bind(
    'help',
    '?',
    ['?', 'f1'],
    'help',
    [...start, 'choice', 'form', 'sizes', 'packages', ...review, 'result'],
    true,
  ),
  bind('help', 'F1', ['f1'], 'help', ['secret', 'search', 'save', 'rename', 'describe'], true),
  bind('quit', 'q', ['q'], 'quit', [...start, 'result'], true),
  bind('powercut', 'p', ['p'], 'cut the power', ['result'], true),
  bind('suspend', '^Z', ['ctrl+z'], 'suspend', everywhere, false),
  bind('interrupt', '^C', ['ctrl+c'], 'leave', everywhere, false),
];

/** What takes the keys now. */
export function keyContext(state: WizardState): KeyContext {
  const { overlay } = state;
  if (overlay?.kind === 'log' && overlay.query !== null) return 'log-search';
  if (overlay !== null) return overlay.kind;
  if (state.query !== null) return 'search';
  const { keys } = screens[state.screen];
  if (keys === 'start') return ownPresetAt(state) === null ? 'start' : 'start-own';
  if (keys === 'review') return (focusedItem(state)?.kind ?? 'build') === 'build' ? 'review' : 'review-row';
  return keys === 'form' && focusedField(state)?.kind === 'secret' ? 'secret' : keys;
}

/** The command of a key, or null: then it is typed, or nothing. */
export function commandFor(key: Key, context: KeyContext): Command | null {
  return (
    keyTable.find(({ keys, where }) => where.includes(context) && keys.includes(key.name))?.command ?? null
  );
}

/** Whether a key carries out the command there. */
export function isBound(command: Command, context: KeyContext): boolean {
  return bindingsOf(context).some((binding) => binding.command === command);
}

/** The keys that work now, those of the footer first. */
export function bindingsOf(context: KeyContext): readonly Binding[] {
  return keyTable.filter(({ where }) => where.includes(context));
}

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
