import { t } from '../../../base/language/texts.js';
import { enterText, focusedField, textOfField, tookNotice } from '../edit-form.js';
import type { Field } from '../fields.js';
import type { Command } from '../key-table.js';
import { fieldsOf } from '../screen-findings.js';
import { movedBy } from '../scroll.js';
import type { Overlay, WizardState } from '../state.js';
import { atEnd, type EditedText } from '../text-edit.js';
import { type PickItem, type PickList, picksFor, valueAt, withValueAt } from './pick-list.js';

type Listing = Extract<Overlay, { kind: 'list' }>;

/** Opens the list of the focused field, at its value. */
export function openList(state: WizardState, list: PickList): WizardState {
  const field = focusedField(state);
  if (field === null) return state;
  const text = textOfField(state, field);
  const value = list.hasSeveral === true ? valueAt(text, state.caret) : text.trim();
  const at = list.items().findIndex((item) => item.value === value);
  return {
    ...state,
    overlay: { kind: 'list', field: field.id, caret: state.caret, query: atEnd(''), index: Math.max(0, at) },
  };
}

/** The field that a list is open for, with its list; null: it is not to be seen any more. */
export function listedField(
  state: WizardState,
  { field: id }: Listing,
): { field: Field; list: PickList } | null {
  const field = fieldsOf(state).find((one) => one.id === id);
  return field?.pick?.kind === 'list' ? { field, list: field.pick } : null;
}

/** What the list shows for the words that are typed. */
export function shownPicks(state: WizardState, listing: Listing): readonly PickItem[] {
  return picksFor(listedField(state, listing)?.list.items() ?? [], listing.query.text);
}

export function listCommand(state: WizardState, listing: Listing, command: Command): WizardState {
  const picks = shownPicks(state, listing);
  if (command === 'accept') return take(state, listing, picks[listing.index]);
  return { ...state, overlay: { ...listing, index: movedBy(listing.index, command, picks.length) } };
}

/** The words that are looked for in a list have changed: the best of what they find has the pointer. */
export function searched(
  state: WizardState,
  overlay: Extract<Overlay, { query: EditedText; index: number }>,
  query: EditedText,
): WizardState {
  const index = query.text === overlay.query.text ? overlay.index : 0;
  return { ...state, overlay: { ...overlay, query, index } };
}

function take(state: WizardState, listing: Listing, item: PickItem | undefined): WizardState {
  const listed = listedField(state, listing);
  if (listed === null) return { ...state, overlay: null };
  if (item === undefined)
    return { ...state, notice: { level: 'info', text: t`Nothing in the list has all of these words.` } };
  const { field, list } = listed;
  const before = textOfField(state, field);
  const text = list.hasSeveral === true ? withValueAt(before, listing.caret, item.value) : item.value;
  const entered = enterText({ ...state, overlay: null }, field, text);
  if ('level' in entered) return { ...state, notice: { level: 'error', text: entered.message } };
  const isNew = entered.spec !== state.spec;
  return {
    ...entered,
    typing: null,
    caret: textOfField(entered, field).length,
    notice: isNew ? tookNotice(item.value) : null,
  };
}
