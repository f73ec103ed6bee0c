import type { FileDigests } from '../project/write-permit.js';
import type { ImageSpec } from '../spec/image-spec.js';
import { offerDisks } from './disk-choice.js';
import { pastedSafely, typedSafely } from './drop-secrets.js';
import { changeSpec, leaveField, withSpec } from './edit-form.js';
import { packagesKey, packagesPaste } from './edit-packages.js';
import type { Key, NewFacts, WizardEvent } from './events.js';
import { remember } from './history.js';
import { keyContext } from './key-table.js';
import { goTo } from './navigation.js';
import { overlayKey, overlayPaste } from './overlays.js';
import { ask } from './requests.js';
import { screenKey, screenPaste } from './screen-keys.js';
import { withHash } from './screens/system.js';
import { type ScreenId, screenIds, type WizardState } from './state.js';

/** Everything that the wizard does with a key press or another event; it changes nothing outside. */
export function reduce(state: WizardState, event: WizardEvent): WizardState {
  switch (event.type) {
    case 'key':
      return typedSafely({ ...state, notice: null }, event.key, (from) => pressed(from, event.key));
    case 'paste':
      return pastedSafely({ ...state, notice: null }, event.text, () =>
        pasted({ ...state, notice: null }, event.text),
      );
    case 'resize':
      return { ...state, size: { columns: event.columns, rows: event.rows } };
    case 'facts':
      return withFacts(state, event.facts);
    case 'loaded':
      return withLoaded(state, event);
    case 'replaces': {
      const { type: _, ...asked } = event;
      return { ...state, notice: null, overlay: { kind: 'replace', ...asked, top: 0 } };
    }
    case 'disks':
      return offerDisks(state, event);
    case 'hashed':
      return withPassword(state, event.field, event.hash);
    case 'answered':
      return { ...state, requests: state.requests.filter(({ id }) => id !== event.id) };
  }
}

function pressed(state: WizardState, key: Key): WizardState {
  if (key.name === 'ctrl+c') return interrupt(state);
  const context = keyContext(state);
  if (state.overlay !== null) return overlayKey(state, state.overlay, key);
  if (context === 'packages' || context === 'search') return packagesKey(state, key, context);
  return screenKey(state, key, context);
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
  const { result, saved, digests = {}, ...others } = facts;
  const known =
    saved === undefined ? { ...state, ...others } : { ...withSaved(state, saved, digests), ...others };
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
  };
  // What was chosen before and is kept nowhere can be had back.
  const loaded = state.unsaved
    ? remember(leaveField(state), fresh)
    : { ...fresh, past: [], future: [], unsaved: !event.isSaved };
  const screen = (screenIds as readonly string[]).includes(event.screen)
    ? (event.screen as ScreenId)
    : 'review';
  const there = goTo(loaded, screen);
  return event.notice === null ? there : { ...there, notice: { level: 'info', text: event.notice } };
}
