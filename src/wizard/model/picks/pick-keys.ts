import { sentences, t } from '../../../base/language/texts.js';
import { keyFacts } from '../../../config/fields/key-facts.js';
import { personUrl, readPerson } from '../../../config/fields/key-person.js';
import { isAuthorizedKey, splitKeys } from '../../../config/fields/ssh-key.js';
import type { OwnKey } from '../../../doctor/ssh-keys.js';
import { enterText, focusedField, forgetText, textOfField, tookNotice } from '../edit-form.js';
import type { Command } from '../key-table.js';
import { fieldsOf } from '../screen-findings.js';
import { movedBy } from '../scroll.js';
import { ask, type Overlay, type WizardState } from '../state.js';
import { atEnd } from '../text-edit.js';
import { type PickItem, picksFor } from './pick-list.js';

type Offering = Extract<Overlay, { kind: 'keys' }>;
type Fetching = Extract<Overlay, { kind: 'fetch' }>;

/** Opens the choice of keys for the focused field, and has the person's own looked for. */
export function openKeys(state: WizardState): WizardState {
  const field = focusedField(state);
  if (field === null) return state;
  return ask({ ...state, overlay: noKeysYet(field.id) }, { type: 'look-for-keys' });
}

/** The choice of keys for a field, before the person's own were found. */
export function noKeysYet(field: string): Offering {
  return { kind: 'keys', field, query: atEnd(''), index: 0, own: null };
}

/** The person's own keys, as far as the words that are typed fit them. */
export function shownKeys({ own, query }: Offering): readonly (PickItem & OwnKey)[] {
  return picksFor((own?.keys ?? []).map(ownItem), query.text);
}

/** A key as one thing to be picked. */
export function ownItem(own: OwnKey): PickItem & OwnKey {
  return { ...own, value: own.file, about: aboutKey(own.key) };
}

/** Type, comment and fingerprint of a key. */
export function aboutKey(key: string): string {
  const { type, comment, fingerprint } = keyFacts(key);
  return [type, comment, fingerprint].filter((text) => text !== '').join(' · ');
}

export function keysCommand(state: WizardState, offering: Offering, command: Command): WizardState {
  const shown = shownKeys(offering);
  if (command !== 'accept')
    return { ...state, overlay: { ...offering, index: movedBy(offering.index, command, shown.length) } };
  const { field } = offering;
  const typed = offering.query.text.trim();
  const person = readPerson(typed);
  if (typeof person === 'string') return { ...state, notice: { level: 'error', text: person } };
  if (person !== null) return { ...state, overlay: { kind: 'fetch', field, person, url: personUrl(person) } };
  if (/^[~.]|\//.test(typed) && !isAuthorizedKey(typed))
    return ask({ ...state, overlay: null }, { type: 'read-keys', field, from: typed });
  const pasted = splitKeys(typed);
  if (pasted.length > 0 && pasted.every(isAuthorizedKey))
    return addKeys(state, { field, keys: pasted, leftOut: [] });
  const chosen = shown[offering.index];
  if (chosen !== undefined) return addKeys(state, { field, keys: [chosen.key], leftOut: [] });
  const text = t`There is no such key. Type the path of a file, gh:NAME or gl:NAME.`;
  return { ...state, notice: { level: 'info', text } };
}

/** The person agreed that the network is used. */
export function fetchAgreed(state: WizardState, { field, person, url }: Fetching): WizardState {
  const notice = { level: 'info', text: t`Fetching ${url} ...` } as const;
  return ask({ ...state, overlay: null, notice }, { type: 'read-keys', field, from: person });
}

/** Keys that were found, besides those that the field has. */
export function addKeys(
  state: WizardState,
  { field: id, keys, leftOut }: { field: string; keys: readonly string[]; leftOut: readonly string[] },
): WizardState {
  const field = fieldsOf(state, 'system').find((one) => one.id === id);
  if (field === undefined) return { ...state, overlay: null };
  const before = splitKeys(field.read(state.spec));
  const known = new Set(before.map((key) => keyFacts(key).fingerprint));
  const added = keys.filter((key) => !known.has(keyFacts(key).fingerprint));
  const told = leftOut.length === 0 ? '' : t`Left out: ${leftOut.join(' ')}`;
  const closed = { ...forgetText(state, field), overlay: null };
  if (added.length === 0)
    return {
      ...closed,
      notice: { level: 'info', text: sentences(t`Nothing to add: the key is there already.`, told) },
    };
  const entered = enterText(closed, field, [...before, ...added].join(' '));
  if ('level' in entered) return { ...closed, notice: { level: 'error', text: entered.message } };
  const focused = focusedField(entered);
  const caret = focused === null ? 0 : textOfField(entered, focused).length;
  const { text, ...notice } = tookNotice(added.map(aboutKey).join(', '));
  return { ...entered, typing: null, caret, notice: { ...notice, text: `${text}${told}` } };
}
