import { t } from '../../base/language/texts.js';
import { isLsblkOutput } from '../../doctor/block-devices.js';
import {
  caretAtEnd,
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
import { showFailure } from './failure-place.js';
import { lookForDisks, rawImageOf } from './flash-choice.js';
import { redo, remember, undo } from './history.js';
import type { Key } from './key.js';
import type { Command, KeyContext } from './key-table.js';
import { build, goBack, goNext, goTo } from './navigation.js';
import { openItem } from './open-item.js';
import { openSave } from './overlays.js';
import { openPick } from './picks/open-pick.js';
import { openPresetQuestion } from './preset-questions.js';
import type { RunRequest } from './request.js';
import { logOf, wayOutOf } from './result-text.js';
import { focusedItem } from './review-items.js';
import { fieldsOf } from './screen-findings.js';
import { focusedStart, hasImage, rowBeginningWith, startItems } from './screens/start.js';
import { lastRow, pageRows } from './scroll.js';
import { ask, type WizardState } from './state.js';

/** A command on a screen other than the list of packages. */
export function screenCommand(state: WizardState, command: Command, context: KeyContext): WizardState {
  switch (command) {
    case 'help':
      return { ...state, overlay: { kind: 'help', top: 0, over: null } };
    case 'next':
      return goNext(state);
    case 'back':
      return goBack(state);
    case 'undo':
      return caretAtEnd(undo(state));
    case 'redo':
      return caretAtEnd(redo(state));
    case 'fix':
      return state.screen === 'result' ? takeWayOut(state) : takeFix(state);
    case 'accept':
      if (context === 'start' || context === 'start-own') return chooseStart(state);
      return context === 'review-row' ? openFocused(state) : build(state);
    case 'left':
    case 'right':
      return context === 'review-row' ? openFocused(state) : moveSideways(state, command);
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

function openFocused(state: WizardState): WizardState {
  const item = focusedItem(state);
  return item === null ? state : openItem(state, item);
}

/** Text that was pasted onto a screen. */
export function screenPaste(state: WizardState, text: string): WizardState {
  if (state.screen === 'disks' && isLsblkOutput(text)) return ask(state, { type: 'read-disks', from: text });
  const trimmed = text.trim();
  return trimmed === '' ? state : typeText(state, trimmed);
}

/** A key that is typed into the field with the focus. */
export function screenTyped(state: WizardState, key: Key, context: KeyContext): WizardState {
  if (context === 'start' || context === 'start-own') return jumpTo(state, key.text);
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

function jumpTo(state: WizardState, letter: string): WizardState {
  const row = letter.trim() === '' ? null : rowBeginningWith(state, letter);
  return row === null ? state : { ...state, focus: { ...state.focus, start: row } };
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
  const last = lastRowOf(state);
  return { ...state, focus: { ...state.focus, [state.screen]: Math.max(0, Math.min(row, last)) } };
}

function lastRowOf(state: WizardState): number {
  switch (state.screen) {
    case 'start':
      return startItems(state).length - 1;
    case 'review':
    case 'result':
      return lastRow(state);
    default:
      return Math.max(0, fieldsOf(state).length - 1);
  }
}

function chooseStart(state: WizardState): WizardState {
  const item = focusedStart(state);
  switch (item.action) {
    case 'rebuild':
      return outward(state, 'rebuild');
    case 'continue':
      return ask(state, { type: 'load-draft', savedAt: item.savedAt });
    case 'resume':
      return goTo(state, 'release');
    case 'edit':
      return ask(state, { type: 'load-folder', forFailure: false });
    case 'preset':
      return ask(state, { type: 'load-preset', name: item.name });
    case 'new':
      return newImage(state);
    case 'doctor':
      return openDoctor(state);
  }
}

/** A new image begins afresh, whatever was loaded before; what was chosen and not stored can be had back. */
function newImage(state: WizardState): WizardState {
  if (state.spec === state.fresh)
    return goTo({ ...state, unsaved: true, isOfFolder: false, origin: null }, 'release');
  const begun = { ...withSpec(state, state.fresh), texts: {}, focus: {}, isOfFolder: false, origin: null };
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
    case 'reveal':
      return { ...state, showsSecret: !state.showsSecret };
    case 'save':
      return openSave(state);
    case 'rename':
    case 'describe':
    case 'remove':
      return openPresetQuestion(state, command);
    case 'write':
      return ask(state, { type: 'write-project', spec: state.spec });
    case 'copy':
      return { ...state, overlay: { kind: 'command', top: 0 } };
    case 'pick':
      return openPick(state);
    case 'boot':
      return ask(state, { type: 'boot' });
    case 'powercut': {
      const file = rawImageOf(state);
      return file === null ? state : ask(state, { type: 'powercut', file });
    }
    case 'flash':
      return lookForDisks(state);
    case 'edit':
      return changeWhatFailed(state);
    case 'log': {
      const file = logOf(state);
      return file === null ? state : ask(state, { type: 'read-log', file });
    }
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

/** To the field that the failure names: of what the screens say, or of the files that were built as they are. */
function changeWhatFailed(state: WizardState): WizardState {
  const { result, ran } = state;
  if (result?.kind !== 'failed') return state;
  if (ran !== null && ran.spec === null) return ask(state, { type: 'load-folder', forFailure: true });
  return showFailure(state, result.failure);
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
    notice: { level: 'info', text: t`There is no image in this folder yet: choose a preset or a new image.` },
  };
}
