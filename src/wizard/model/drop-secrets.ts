import { later, translated } from '../../base/language/texts.js';
import { holdsSecret } from '../../base/secret-text.js';
import { focusedField, withSpec } from './edit-form.js';
import type { Key } from './key.js';
import { type Notice, secretText, type WizardState } from './state.js';
import { atEnd } from './text-edit.js';

const pasted = later`That looked like a private key, or part of one. It was dropped and is not stored. Paste the public key: the content of the file that ends in \`.pub\`.`;
const typed = later`The terminal is typing a private key. It is dropped, with everything after it, until you press Esc.`;

/**
 * Drops a private key before anything else gets it: it comes into no text, undo step, draft or request. A password is
 * typed unseen and hashed at once, whatever it is.
 * @param act what the reducer does with the text otherwise
 */
export function pastedSafely(state: WizardState, text: string, act: () => WizardState): WizardState {
  if (isPassword(state)) return act();
  if (holdsSecret(text)) return { ...state, notice: errorOf(pasted) };
  const after = act();
  return holdsTypedSecret(after) ? { ...withoutTyped(state), notice: errorOf(pasted) } : after;
}

/** The same for a key press: a terminal without bracketed paste sends each character as one. */
export function typedSafely(
  state: WizardState,
  key: Key,
  act: (from: WizardState) => WizardState,
): WizardState {
  if (state.dropsTyped) {
    if (key.text !== '' || key.name === 'enter') return { ...state, notice: errorOf(typed) };
    const awake = { ...state, dropsTyped: false };
    return key.name === 'escape' ? awake : act(awake);
  }
  const after = act(state);
  if (key.text === '' || isPassword(state) || !holdsTypedSecret(after)) return after;
  return { ...withoutTyped(state), dropsTyped: true, notice: errorOf(typed) };
}

function errorOf(text: string): Notice {
  return { level: 'error', text: translated(text) };
}

function isPassword(state: WizardState): boolean {
  return state.overlay === null && state.query === null && focusedField(state)?.kind === 'secret';
}

function holdsTypedSecret({ texts, query, overlay }: WizardState): boolean {
  const lines = [
    query,
    overlay?.kind === 'save' ? overlay.name : null,
    overlay?.kind === 'disks' ? overlay.source : null,
    overlay?.kind === 'list' || overlay?.kind === 'keys' ? overlay.query : null,
    overlay?.kind === 'rename' || overlay?.kind === 'describe' ? overlay.text : null,
    overlay?.kind === 'flash-name' ? overlay.typed : null,
  ];
  const { [secretText]: _, ...others } = texts;
  return [...Object.values(others), ...lines.map((line) => line?.text ?? '')].some(holdsSecret);
}

/** Without what was typed last, which is the beginning of the secret. */
function withoutTyped(state: WizardState): WizardState {
  const { overlay } = state;
  if (overlay?.kind === 'save') return { ...state, overlay: { ...overlay, name: atEnd(''), exists: false } };
  if (overlay?.kind === 'disks') return { ...state, overlay: { ...overlay, source: atEnd('') } };
  if (overlay?.kind === 'list' || overlay?.kind === 'keys')
    return { ...state, overlay: { ...overlay, query: atEnd('') } };
  if (overlay?.kind === 'rename' || overlay?.kind === 'describe')
    return { ...state, overlay: { ...overlay, text: atEnd('') } };
  if (overlay?.kind === 'flash-name') return { ...state, overlay: { ...overlay, typed: atEnd('') } };
  if (state.query !== null) return { ...state, query: atEnd('') };
  const field = focusedField(state);
  if (field === null) return state;
  const { [field.id]: _, ...texts } = state.texts;
  const spec = state.typing ?? state.spec;
  return { ...withSpec({ ...state, texts }, spec), typing: null, caret: field.read(spec).length };
}
