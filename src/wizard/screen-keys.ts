import {
  chooseAt,
  chooseNext,
  deleteText,
  focusedField,
  focusRow,
  moveInText,
  moveSideways,
  takeFix,
  typeText,
  withSpec,
} from './edit-form.js';
import type { Key } from './events.js';
import { redo, remember, undo } from './history.js';
import { type Command, commandFor, type KeyContext } from './key-table.js';
import { build, goBack, goNext, goTo } from './navigation.js';
import { ask } from './requests.js';
import { wayOutOf } from './run/result-text.js';
import { fieldsOf } from './screen-findings.js';
import { hasImage, startItems } from './screens/start.js';
import { type RunRequest, reviewRows, type WizardState } from './state.js';
import { atEnd } from './text-edit.js';
import { lastResultTop } from './view/result-body.js';
import { reviewLineCount } from './view/review-body.js';

/** Rows that a page jumps. */
export const pageRows = 10;

/** A key on a screen that is no list of packages. */
export function screenKey(state: WizardState, key: Key, context: KeyContext): WizardState {
  const command = commandFor(key, context);
  if (command === null) return editKey(state, key, context);
  const row = state.focus[state.screen] ?? 0;
  switch (command) {
    case 'help':
      return { ...state, overlay: { kind: 'help', top: 0 } };
    case 'next':
      return goNext(state);
    case 'back':
      return goBack(state);
    case 'undo':
      return undo(state);
    case 'redo':
      return redo(state);
    case 'fix':
      return state.screen === 'result' ? takeWayOut(state) : takeFix(state);
    case 'accept':
      return context === 'start' ? chooseStart(state) : build(state);
    case 'left':
    case 'right':
      return context === 'review' ? openRow(state, row) : moveSideways(state, command);
    case 'first':
    case 'last':
      return isText(state, context)
        ? moveInText(state, command === 'first' ? 'home' : 'end')
        : moveTo(state, context, command === 'first' ? 0 : Number.POSITIVE_INFINITY);
    case 'up':
      return moveBy(state, context, -1);
    case 'down':
      return moveBy(state, context, 1);
    case 'page-up':
      return moveBy(state, context, -pageRows);
    case 'page-down':
      return moveBy(state, context, pageRows);
    default:
      return outward(state, command);
  }
}

function openRow(state: WizardState, row: number): WizardState {
  const screen = reviewRows[row];
  return screen === undefined ? state : goTo(state, screen);
}

/** Text that was pasted onto a screen. */
export function screenPaste(state: WizardState, text: string): WizardState {
  if (state.screen === 'disks' && /^\s*\{/.test(text)) return ask(state, { type: 'read-disks', from: text });
  const trimmed = text.trim();
  return trimmed === '' ? state : typeText(state, trimmed);
}

/** A key without a command edits the field with the focus. */
function editKey(state: WizardState, key: Key, context: KeyContext): WizardState {
  if (!['form', 'secret', 'sizes', 'choice'].includes(context)) return state;
  switch (key.name) {
    case 'backspace':
      return deleteText(state, 'before');
    case 'delete':
      return deleteText(state, 'after');
    case 'ctrl+w':
      return deleteText(state, 'word');
    case 'ctrl+u':
      return deleteText(state, 'line');
    case 'ctrl+a':
      return moveInText(state, 'home');
    case 'ctrl+e':
      return moveInText(state, 'end');
    default:
      return key.text === '' ? state : typeText(state, key.text);
  }
}

function isText(state: WizardState, context: KeyContext): boolean {
  return context === 'secret' || (context === 'form' && focusedField(state)?.choices === undefined);
}

function moveBy(state: WizardState, context: KeyContext, by: number): WizardState {
  const field = focusedField(state);
  if (context === 'choice' && field !== null) {
    if (Math.abs(by) === 1) return chooseNext(state, field, by as 1 | -1, false);
    const choices = field.choices?.(state.spec) ?? [];
    return chooseAt(state, field, choices.findIndex(({ value }) => value === field.read(state.spec)) + by);
  }
  return moveTo(state, context, (state.focus[state.screen] ?? 0) + by);
}

function moveTo(state: WizardState, context: KeyContext, row: number): WizardState {
  const field = focusedField(state);
  if (context === 'choice' && field !== null) return chooseAt(state, field, row);
  if (context === 'form' || context === 'secret' || context === 'sizes') return focusRow(state, row);
  const last = rowsOf(state) - 1;
  return { ...state, focus: { ...state.focus, [state.screen]: Math.max(0, Math.min(row, last)) } };
}

function rowsOf(state: WizardState): number {
  switch (state.screen) {
    case 'start':
      return startItems(state).length;
    case 'review':
      return reviewLineCount(state);
    case 'result':
      return lastResultTop(state) + 1;
    default:
      return Math.max(1, fieldsOf(state).length);
  }
}

function chooseStart(state: WizardState): WizardState {
  const items = startItems(state);
  const item = items[Math.min(state.focus.start ?? 0, items.length - 1)];
  switch (item?.action) {
    case 'rebuild':
      return outward(state, 'rebuild');
    case 'continue':
      return ask(state, { type: 'load-draft', savedAt: item.savedAt });
    case 'resume':
      return goTo(state, 'release');
    case 'edit':
      return ask(state, { type: 'load-folder' });
    case 'preset':
      return ask(state, { type: 'load-preset', name: item.name });
    case 'new':
      return newImage(state);
    case 'doctor':
      return openDoctor(state);
    default:
      return state;
  }
}

/** A new image begins afresh, whatever was loaded before; what was chosen and kept nowhere can be had back. */
function newImage(state: WizardState): WizardState {
  if (state.spec === state.fresh) return goTo({ ...state, unsaved: true, isOfFolder: false }, 'release');
  const begun = { ...withSpec(state, state.fresh), texts: {}, focus: {}, isOfFolder: false };
  const fresh = state.unsaved ? remember(state, begun) : { ...begun, past: [], future: [] };
  return goTo({ ...fresh, unsaved: true }, 'release');
}

function openDoctor(state: WizardState): WizardState {
  return ask({ ...state, overlay: { kind: 'doctor', top: 0 } }, { type: 'doctor' });
}

/** Commands that the world outside carries out, or that open a question. */
function outward(state: WizardState, command: Command): WizardState {
  switch (command) {
    case 'rebuild':
      return rebuild(state);
    case 'new':
      return newImage(state);
    case 'doctor':
      return openDoctor(state);
    case 'save':
      return {
        ...state,
        overlay: { kind: 'save', name: atEnd(state.spec.name), exists: hasPreset(state, state.spec.name) },
      };
    case 'write':
      return ask(state, { type: 'write-project', spec: state.spec });
    case 'copy':
      return ask(state, { type: 'copy', spec: state.spec });
    case 'read-disks':
      return state.screen === 'disks' ? { ...state, overlay: { kind: 'disks', source: atEnd('') } } : state;
    case 'boot':
      return ask(state, { type: 'boot' });
    case 'open':
      return ask(state, { type: 'open-folder' });
    case 'quit':
      return ask(state, { type: 'quit', status: 'done' });
    default:
      return state;
  }
}

/**
 * The run that came to no end, once more: what was changed on the screens since is taken, but for a run of the folder's
 * files as they are, and the lock that was made is kept.
 */
function goOn({ ran, unsaved, spec }: WizardState): RunRequest {
  const isOfScreens = ran === null || ran.spec !== null;
  const given = ran?.given === undefined ? {} : { given: ran.given };
  return { type: 'run', spec: isOfScreens && unsaved ? spec : null, relock: false, ...given };
}

/** Runs again with the value that the failure names. */
function takeWayOut(state: WizardState): WizardState {
  const wayOut = wayOutOf(state);
  return wayOut === null ? state : ask(state, { ...goOn(state), given: wayOut });
}

/** On the result of a run that came to no end it goes on with what the screens say and the lock that was made. */
function rebuild(state: WizardState): WizardState {
  const goesOn = state.screen === 'result' && state.result?.kind !== 'done';
  if (goesOn) return ask(state, goOn(state));
  if (hasImage(state)) return ask(state, { type: 'run', spec: null, relock: true });
  return {
    ...state,
    notice: { level: 'info', text: 'There is no image in this folder yet: choose a preset or a new image.' },
  };
}

/** Whether a person has a preset of that name already. */
export function hasPreset(state: WizardState, name: string): boolean {
  return state.presets.some((preset) => preset.kind === 'own' && preset.name === name);
}
