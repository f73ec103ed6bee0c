import { presetNameProblem } from '../presets/preset-name.js';
import { takeDisks, toggleDisk } from './disk-choice.js';
import { changeSpec } from './edit-form.js';
import type { Key } from './events.js';
import { type Command, commandFor } from './key-table.js';
import { packageSets, toggleSet } from './packages/sets.js';
import { ask } from './requests.js';
import { hasPreset, pageRows } from './screen-keys.js';
import type { Overlay, WizardState } from './state.js';
import {
  deleteAfter,
  deleteBefore,
  deleteToStart,
  deleteWordBefore,
  type EditedText,
  insert,
  moveCaret,
} from './text-edit.js';
import { doctorLines } from './view/doctor-body.js';
import { helpLines } from './view/help-body.js';
import type { Line } from './view/lines.js';
import { replaceLines } from './view/replace-body.js';

/** A key while a question lies over the screen. */
export function overlayKey(state: WizardState, overlay: Overlay, key: Key): WizardState {
  const command = commandFor(key, overlay.kind);
  if (command === 'cancel') return cancel(state, overlay);
  switch (overlay.kind) {
    case 'help':
      return scroll(state, overlay, command);
    case 'doctor':
      return command === 'install' ? install(state) : scroll(state, overlay, command);
    case 'leave':
      return command === 'accept' ? ask(state, { type: 'quit', status: 'interrupted' }) : state;
    case 'save':
      return command === 'accept' ? save(state, overlay) : named(state, editText(overlay.name, key));
    case 'disks':
      if (command !== 'accept')
        return { ...state, overlay: { ...overlay, source: editText(overlay.source, key) } };
      return readDisks(state, overlay.source.text);
    case 'pick':
      return pickKey(state, overlay, command);
    case 'sets':
      return setsKey(state, overlay, command);
    case 'replace':
      return command === 'accept' ? replace(state, overlay) : scroll(state, overlay, command);
  }
}

/** Text that was pasted into a question. */
export function overlayPaste(state: WizardState, overlay: Overlay, text: string): WizardState {
  if (overlay.kind === 'save') return named(state, insert(overlay.name, text.trim()));
  if (overlay.kind !== 'disks') return state;
  // What lsblk printed has many lines; a file's name has one.
  if (/^\s*\{/.test(text)) return readDisks(state, text);
  return { ...state, overlay: { ...overlay, source: insert(overlay.source, text.trim()) } };
}

/** What a key does to a line of text. */
export function editText(before: EditedText, key: Key): EditedText {
  switch (key.name) {
    case 'backspace':
      return deleteBefore(before);
    case 'delete':
      return deleteAfter(before);
    case 'ctrl+w':
      return deleteWordBefore(before);
    case 'ctrl+u':
      return deleteToStart(before);
    case 'left':
    case 'right':
    case 'home':
    case 'end':
      return moveCaret(before, key.name);
    default:
      return key.text === '' ? before : insert(before, key.text);
  }
}

function cancel(state: WizardState, { kind }: Overlay): WizardState {
  const notice = kind === 'replace' ? ({ level: 'info', text: 'Nothing was written.' } as const) : null;
  return { ...state, overlay: null, notice };
}

/** What was asked for is asked for again, with what was agreed to. */
function replace(
  state: WizardState,
  { request, digests }: Extract<Overlay, { kind: 'replace' }>,
): WizardState {
  return ask({ ...state, overlay: null }, { ...request, agreed: digests });
}

function scroll(
  state: WizardState,
  overlay: Extract<Overlay, { top: number }>,
  command: Command | null,
): WizardState {
  const steps: Partial<Record<Command, number>> = {
    up: -1,
    down: 1,
    'page-up': -pageRows,
    'page-down': pageRows,
  };
  const by = (command === null ? undefined : steps[command]) ?? 0;
  const width = state.size.columns - 1;
  const last = Math.max(0, overlayLines(state, overlay, width).length - 4);
  return { ...state, overlay: { ...overlay, top: Math.max(0, Math.min(overlay.top + by, last)) } };
}

function overlayLines(
  state: WizardState,
  overlay: Extract<Overlay, { top: number }>,
  width: number,
): readonly Line[] {
  switch (overlay.kind) {
    case 'help':
      return helpLines(state, width);
    case 'doctor':
      return doctorLines(state, width);
    case 'replace':
      return replaceLines(overlay, width);
  }
}

/** The command stands on the screen: who presses the key has read it. */
function install(state: WizardState): WizardState {
  if (state.doctor?.install == null)
    return { ...state, notice: { level: 'info', text: 'Nothing can be installed from here.' } };
  return ask({ ...state, overlay: null }, { type: 'install-programs' });
}

function named(state: WizardState, name: EditedText): WizardState {
  return { ...state, overlay: { kind: 'save', name, exists: hasPreset(state, name.text.trim()) } };
}

function save(state: WizardState, { name, exists }: Extract<Overlay, { kind: 'save' }>): WizardState {
  const chosen = name.text.trim();
  const problem = presetNameProblem(chosen);
  if (problem !== null) return { ...state, notice: { level: 'error', text: problem } };
  const request = { type: 'save-preset', name: chosen, spec: state.spec, overwrite: exists } as const;
  return ask({ ...state, overlay: null }, request);
}

function readDisks(state: WizardState, from: string): WizardState {
  return ask(
    { ...state, overlay: null },
    { type: 'read-disks', from: from.trim() === '' ? null : from.trim() },
  );
}

function pickKey(
  state: WizardState,
  picking: Extract<Overlay, { kind: 'pick' }>,
  command: Command | null,
): WizardState {
  if (command === 'accept') return takeDisks(state, picking);
  if (command === 'toggle') return { ...state, overlay: toggleDisk(picking) };
  return { ...state, overlay: { ...picking, index: moved(picking.index, command, picking.disks.length) } };
}

function setsKey(state: WizardState, { index }: { index: number }, command: Command | null): WizardState {
  const next = moved(index, command, packageSets.length);
  if (next !== index) return { ...state, overlay: { kind: 'sets', index: next } };
  const set = packageSets[index];
  if (command !== 'toggle' || set === undefined) return state;
  return changeSpec(state, { ...state.spec, packages: toggleSet(set, state.spec.packages ?? []) });
}

/** Where the pointer of a list of `count` entries stands after a command. */
function moved(index: number, command: Command | null, count: number): number {
  const by: Partial<Record<Command, number>> = { up: -1, down: 1, first: -count, last: count };
  return Math.max(0, Math.min(index + ((command === null ? undefined : by[command]) ?? 0), count - 1));
}
