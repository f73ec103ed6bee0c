import { t } from '../../base/language/texts.js';
import { isLsblkOutput } from '../../doctor/block-devices.js';
import { packageSets, toggleSet } from '../packages/sets.js';
import { changeNaming, takeDisks, toggleDisk } from './disk-choice.js';
import { changeSpec } from './edit-form.js';
import { flashCommand, flashNameCommand } from './flash-choice.js';
import type { Key } from './key.js';
import type { Command } from './key-table.js';
import { logCommand, logTyped } from './log-view.js';
import { fetchAgreed, keysCommand } from './picks/pick-keys.js';
import { listCommand, searched } from './picks/pick-value.js';
import { answerPresetQuestion, newNameProblem, ownPreset } from './preset-questions.js';
import { reproduce } from './review-text.js';
import { lastRow, movedBy, pageRows } from './scroll.js';
import { ask, type Overlay, type PresetQuestion, type WizardState } from './state.js';
import { atEnd, type EditedText, editText, insert } from './text-edit.js';

/** A command while a question lies over the screen. */
export function overlayCommand(state: WizardState, overlay: Overlay, command: Command): WizardState {
  if (command === 'cancel' && overlay.kind !== 'log') return cancel(state, overlay);
  switch (overlay.kind) {
    case 'help':
      return scroll(state, overlay, command);
    case 'command':
      return command === 'copy'
        ? ask(state, { type: 'copy', words: reproduce(state) })
        : scroll(state, overlay, command);
    case 'doctor':
      return command === 'install' ? install(state) : scroll(state, overlay, command);
    case 'leave':
      return command === 'accept' ? ask(state, { type: 'quit', status: 'interrupted' }) : state;
    case 'save':
    case 'rename':
    case 'describe':
      return presetCommand(state, overlay, command);
    case 'delete':
      return command === 'accept' ? deletePreset(state, overlay.preset) : state;
    case 'disks':
      return command === 'accept' ? readDisks(state, overlay.source.text) : state;
    case 'pick':
      return pickCommand(state, overlay, command);
    case 'list':
      return listCommand(state, overlay, command);
    case 'keys':
      return keysCommand(state, overlay, command);
    case 'fetch':
      return command === 'accept' ? fetchAgreed(state, overlay) : state;
    case 'flash': {
      const index = movedBy(overlay.index, command, overlay.disks.length);
      if (index !== overlay.index) return { ...state, overlay: { ...overlay, index } };
      return flashCommand(state, overlay, command);
    }
    case 'flash-name':
      return flashNameCommand(state, overlay, command);
    case 'sets':
      return setsCommand(state, overlay, command);
    case 'log':
      return logCommand(state, overlay, command);
    case 'replace':
      return command === 'accept' ? replace(state, overlay) : scroll(state, overlay, command);
  }
}

/** A key that is typed into a question. */
export function overlayTyped(state: WizardState, overlay: Overlay, key: Key): WizardState {
  if (overlay.kind === 'save') return named(state, editText(overlay.name, key));
  if (overlay.kind === 'rename' || overlay.kind === 'describe')
    return { ...state, overlay: { ...overlay, text: editText(overlay.text, key) } };
  if (overlay.kind === 'log') return logTyped(state, overlay, key);
  if (overlay.kind === 'list' || overlay.kind === 'keys')
    return searched(state, overlay, editText(overlay.query, key));
  if (overlay.kind === 'flash-name')
    return { ...state, overlay: { ...overlay, typed: editText(overlay.typed, key) } };
  if (overlay.kind !== 'disks') return state;
  return { ...state, overlay: { ...overlay, source: editText(overlay.source, key) } };
}

/** Text that was pasted into a question. */
export function overlayPaste(state: WizardState, overlay: Overlay, text: string): WizardState {
  if (overlay.kind === 'save') return named(state, insert(overlay.name, text.trim()));
  if (overlay.kind === 'list' || overlay.kind === 'keys')
    return searched(state, overlay, insert(overlay.query, text.trim()));
  if (overlay.kind === 'rename' || overlay.kind === 'describe')
    return { ...state, overlay: { ...overlay, text: insert(overlay.text, text.trim()) } };
  if (overlay.kind === 'flash-name')
    return { ...state, overlay: { ...overlay, typed: insert(overlay.typed, text.trim()) } };
  if (overlay.kind !== 'disks') return state;
  // What lsblk printed has many lines; a file's name has one.
  if (isLsblkOutput(text)) return readDisks(state, text);
  return { ...state, overlay: { ...overlay, source: insert(overlay.source, text.trim()) } };
}

/** Asks under which name the spec is kept as a preset. */
export function openSave(state: WizardState): WizardState {
  return named(state, atEnd(state.spec.name));
}

function presetCommand(state: WizardState, question: PresetQuestion, command: Command): WizardState {
  if (command === 'help') return { ...state, overlay: { kind: 'help', top: 0, over: question } };
  if (command !== 'accept') return state;
  return question.kind === 'save' ? save(state, question) : answerPresetQuestion(state, question);
}

function cancel(state: WizardState, overlay: Overlay): WizardState {
  if (overlay.kind === 'help') return { ...state, overlay: overlay.over };
  const notice =
    overlay.kind === 'replace' ? ({ level: 'info', text: t`Nothing was written.` } as const) : null;
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
  overlay: Exclude<Extract<Overlay, { top: number }>, { kind: 'log' }>,
  command: Command,
): WizardState {
  const steps: Partial<Record<Command, number>> = {
    up: -1,
    down: 1,
    'page-up': -pageRows,
    'page-down': pageRows,
  };
  const by = steps[command] ?? 0;
  const top = Math.max(0, Math.min(overlay.top + by, lastRow(state)));
  return { ...state, overlay: { ...overlay, top } };
}

/** The command stands on the screen: who presses the key has read it. */
function install(state: WizardState): WizardState {
  if (state.doctor?.install == null)
    return { ...state, notice: { level: 'info', text: t`Nothing can be installed from here.` } };
  return ask({ ...state, overlay: null }, { type: 'install-programs' });
}

function named(state: WizardState, name: EditedText): WizardState {
  return {
    ...state,
    overlay: { kind: 'save', name, exists: ownPreset(state, name.text.trim().normalize('NFC')) !== null },
  };
}

function save(state: WizardState, { name, exists }: Extract<Overlay, { kind: 'save' }>): WizardState {
  const chosen = name.text.trim().normalize('NFC');
  const problem = exists ? null : newNameProblem(state, chosen);
  if (problem !== null) return { ...state, notice: { level: 'error', text: problem } };
  const request = { type: 'save-preset', name: chosen, spec: state.spec, overwrite: exists } as const;
  return ask({ ...state, overlay: null }, request);
}

function deletePreset(state: WizardState, name: string): WizardState {
  return ask({ ...state, overlay: null }, { type: 'delete-preset', name });
}

function readDisks(state: WizardState, from: string): WizardState {
  // The question stays until there are disks to choose from: a path may be mistyped.
  return ask(
    { ...state, notice: null },
    { type: 'read-disks', from: from.trim() === '' ? null : from.trim() },
  );
}

function pickCommand(
  state: WizardState,
  picking: Extract<Overlay, { kind: 'pick' }>,
  command: Command,
): WizardState {
  if (command === 'accept') return takeDisks(state, picking);
  if (command === 'toggle') return { ...state, overlay: toggleDisk(picking) };
  if (command === 'naming') return { ...state, overlay: changeNaming(picking) };
  return { ...state, overlay: { ...picking, index: movedBy(picking.index, command, picking.disks.length) } };
}

function setsCommand(state: WizardState, { index }: { index: number }, command: Command): WizardState {
  const next = movedBy(index, command, packageSets.length);
  if (next !== index) return { ...state, overlay: { kind: 'sets', index: next } };
  const set = packageSets[index];
  if (command !== 'toggle' || set === undefined) return state;
  return changeSpec(state, { ...state.spec, packages: toggleSet(set, state.spec.packages ?? []) });
}
