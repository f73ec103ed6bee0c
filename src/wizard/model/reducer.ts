import { translated } from '../../base/language/texts.js';
import type { ImageSpec } from '../../config/image-spec.js';
import type { FileDigests } from '../../project/write/write-permit.js';
import { offerDisks } from './disk-choice.js';
import { pastedSafely, typedSafely } from './drop-secrets.js';
import { changeSpec, leaveField, withSpec } from './edit-form.js';
import { packagesCommand, packagesPaste, packagesTyped } from './edit-packages.js';
import type { NewFacts, WizardEvent } from './events.js';
import { showFailure } from './failure-place.js';
import { offerFlashDisks } from './flash-choice.js';
import { remember } from './history.js';
import type { Key } from './key.js';
import { type Command, commandFor, isBound, keyContext } from './key-table.js';
import { openLog } from './log-view.js';
import { goTo } from './navigation.js';
import { overlayCommand, overlayPaste, overlayTyped } from './overlays.js';
import { addKeys } from './picks/pick-keys.js';
import { originAfter } from './preset-origin.js';
import { press, scroll, selectHint } from './press.js';
import { screenCommand, screenPaste, screenTyped } from './screen-commands.js';
import { withStartFocus } from './screens/start.js';
import { withHash } from './screens/system.js';
import { withScrollLimit } from './scroll.js';
import { ask, type ScreenId, screenIds, type WizardState } from './state.js';

/** Everything that the wizard does with a key press or another event; it changes nothing outside. */
export function reduce(state: WizardState, event: WizardEvent): WizardState {
  switch (event.type) {
    case 'key':
      return typedSafely({ ...state, notice: null }, event.key, (from) => pressed(from, event.key));
    case 'command':
      return isBound(event.command, keyContext(state))
        ? commanded({ ...state, notice: null }, event.command)
        : state;
    case 'paste':
      return pastedSafely({ ...state, notice: null }, event.text, () =>
        pasted({ ...state, notice: null }, event.text),
      );
    case 'press':
      return press({ ...state, notice: null }, event, commanded);
    case 'scroll':
      return scroll(state, event.by, commanded);
    case 'dragged':
      return { ...state, notice: { level: 'info', text: translated(selectHint) } };
    case 'resize':
      return { ...state, size: { columns: event.columns, rows: event.rows } };
    case 'drawn':
      return withScrollLimit(state, event.scrollLimit);
    case 'facts':
      return withFacts(state, event.facts);
    case 'loaded':
      return withLoaded(state, event);
    case 'replaces': {
      const { type: _, ...asked } = event;
      return { ...state, notice: null, overlay: { kind: 'replace', ...asked, top: 0 } };
    }
    case 'log':
      return openLog(state, event.file, event.text);
    case 'disks':
      return offerDisks(state, event);
    case 'own-keys': {
      const { type: _, ...own } = event;
      return state.overlay?.kind === 'keys' ? { ...state, overlay: { ...state.overlay, own } } : state;
    }
    case 'keys':
      return addKeys(state, event);
    case 'flash-disks':
      return offerFlashDisks(state, event);
    case 'hashed':
      return withPassword(state, event.field, event.hash);
    case 'answered':
      return { ...state, requests: state.requests.filter(({ id }) => id !== event.id) };
  }
}

function pressed(state: WizardState, key: Key): WizardState {
  const command = commandFor(key, keyContext(state));
  return command === null ? typed(state, key) : commanded(state, command);
}

/** Carries out a command on what takes the keys. */
function commanded(state: WizardState, command: Command): WizardState {
  if (command === 'interrupt') return interrupt(state);
  if (command === 'suspend') return ask(state, { type: 'suspend' });
  if (state.overlay !== null) return overlayCommand(state, state.overlay, command);
  if (state.screen === 'packages') return packagesCommand(state, command);
  return screenCommand(state, command, keyContext(state));
}

/** A key without a command goes into the text at hand. */
function typed(state: WizardState, key: Key): WizardState {
  if (state.overlay !== null) return overlayTyped(state, state.overlay, key);
  if (state.screen === 'packages') return packagesTyped(state, key);
  return screenTyped(state, key, keyContext(state));
}

function pasted(state: WizardState, text: string): WizardState {
  if (state.overlay !== null) return overlayPaste(state, state.overlay, text);
  if (state.screen === 'packages') return packagesPaste(state, text);
  return screenPaste(state, text);
}

/** The first Ctrl-C asks where something was chosen, the second leaves. */
function interrupt(state: WizardState): WizardState {
  if (state.overlay?.kind !== 'leave' && state.unsaved)
    return { ...leaveField(state), overlay: { kind: 'leave' } };
  return ask(state, { type: 'quit', status: 'interrupted' });
}

function withFacts(state: WizardState, facts: NewFacts): WizardState {
  const { result, saved, digests = {}, renamed, deleted, ...others } = facts;
  const told =
    saved === undefined ? { ...state, ...others } : { ...withSaved(state, saved, digests), ...others };
  const listed = others.presets === undefined ? told : withStartFocus(state, told, renamed);
  const known = { ...listed, origin: originAfter(listed.origin, { renamed, deleted }) };
  if (result === undefined) return known;
  const focus = { ...known.focus, result: 0 };
  return result === null
    ? { ...known, result }
    : { ...known, result, focus, screen: 'result', overlay: null };
}

/** A step of its own: what is taken back besides does not take the password with it. */
function withPassword(state: WizardState, field: string, hash: string): WizardState {
  const typing = state.typing === null ? null : withHash(state.typing, field, hash);
  return { ...changeSpec(state, withHash(state.spec, field, hash)), typing };
}

/** The screens may say something else by now. */
function withSaved(state: WizardState, saved: ImageSpec, basis: FileDigests): WizardState {
  if (state.spec === saved) return { ...state, unsaved: false, isOfFolder: true, basis };
  return state.unsaved ? state : { ...withSpec(state, saved), isOfFolder: true, basis };
}

function withLoaded(state: WizardState, event: Extract<WizardEvent, { type: 'loaded' }>): WizardState {
  const fresh: WizardState = {
    ...withSpec(state, event.spec),
    texts: event.texts ?? {},
    focus: {},
    isOfFolder: event.basis !== undefined,
    basis: event.basis ?? state.basis,
    origin: event.origin ?? null,
  };
  // What was chosen before and is not stored can be had back.
  const loaded = state.unsaved
    ? remember(leaveField(state), fresh)
    : { ...fresh, past: [], future: [], unsaved: !event.isSaved };
  const screen = (screenIds as readonly string[]).includes(event.screen)
    ? (event.screen as ScreenId)
    : 'review';
  if (event.forFailure === true && state.result?.kind === 'failed') {
    return showFailure(loaded, state.result.failure);
  }
  const there = goTo(loaded, screen);
  const { notice: text, keys } = event;
  if (text === null) return there;
  return { ...there, notice: { level: 'info', text, ...(keys === undefined ? {} : { keys }) } };
}
