import { isDeepStrictEqual } from 'node:util';
import { isWithin } from '../../base/field-path.js';
import type { Finding } from '../../base/finding.js';
import { t } from '../../base/language/texts.js';
import type { ImageSpec } from '../../config/image-spec.js';
import { labelOf } from './field-labels.js';
import { type Field, isFinding, writePath } from './fields.js';
import { remember } from './history.js';
import { focusedItem } from './review-items.js';
import { fieldsOf, findingsOf, reviewFindings, screenFindings } from './screen-findings.js';
import { screens } from './screens/index.js';
import { specFindings } from './spec-findings.js';
import { ask, type Notice, secretText, type WizardState } from './state.js';
import {
  atEnd,
  deleteAfter,
  deleteBefore,
  deleteToStart,
  deleteWordBefore,
  type EditedText,
  insert,
  moveCaret,
} from './text-edit.js';

export function focusedField(state: WizardState): Field | null {
  const fields = fieldsOf(state);
  return fields[Math.min(state.focus[state.screen] ?? 0, fields.length - 1)] ?? null;
}

/** What stands in a field: what was typed, or its value. */
export function textOfField(state: WizardState, field: Field): string {
  if (field.kind === 'secret') return state.texts[secretText] ?? '';
  return state.texts[field.id] ?? field.read(state.spec);
}

/** A spec that replaces the old one, with what is to be said of it. */
export function withSpec(state: WizardState, spec: ImageSpec): WizardState {
  return { ...state, spec, findings: specFindings(spec, state.today) };
}

/** The same, as a step that can be taken back. */
export function changeSpec(state: WizardState, spec: ImageSpec): WizardState {
  return remember(state, withSpec(state, spec));
}

/** A whole text as the value of a field, as one step that can be taken back; or what is wrong with it. */
export function enterText(state: WizardState, field: Field, text: string): WizardState | Finding {
  const written = field.write(state.spec, text);
  if (isFinding(written)) return written;
  const entered = forgetText(state, field);
  return isDeepStrictEqual(written, state.spec) ? entered : changeSpec(entered, written);
}

/** Forgets what was typed into a field and did not become its value. */
export function forgetText(state: WizardState, field: Field): WizardState {
  return field.id in state.texts ? { ...state, texts: without(state.texts, field.id) } : state;
}

/** Moves the focus to a row of the screen; what was typed in the row before becomes its value, if it is one. */
export function focusRow(state: WizardState, row: number): WizardState {
  const left = leaveField(state);
  const last = fieldsOf(left).length - 1;
  const focused = { ...left, focus: { ...left.focus, [left.screen]: Math.max(0, Math.min(row, last)) } };
  const field = focusedField(focused);
  return { ...focused, typing: null, caret: field === null ? 0 : textOfField(focused, field).length };
}

/** Ends typing in the focused field. */
export function leaveField(state: WizardState): WizardState {
  const field = focusedField(state);
  if (field === null) return state;
  if (field.kind === 'secret') return leaveSecret(state, field);
  const typed = state.texts[field.id];
  if (typed === undefined || isFinding(field.write(state.spec, typed))) return { ...state, typing: null };
  return { ...state, texts: without(state.texts, field.id), typing: null };
}

function leaveSecret(state: WizardState, field: Field): WizardState {
  const password = state.texts[secretText] ?? '';
  const rest = { ...state, texts: without(state.texts, secretText), typing: null, showsSecret: false };
  return password === '' ? rest : ask(rest, { type: 'hash-password', field: field.id, password });
}

/** Puts typed or pasted text into the focused field. */
export function typeText(state: WizardState, text: string): WizardState {
  const field = focusedField(state);
  if (field === null) return state;
  if (field.kind === 'choice' || field.kind === 'switch') return chooseByText(state, field, text);
  return edit(state, field, (before) =>
    insert(field.kind === 'size' && state.typing === null ? atEnd('') : before, text),
  );
}

export type Deletion = 'before' | 'after' | 'word' | 'line';

export function deleteText(state: WizardState, what: Deletion): WizardState {
  const field = focusedField(state);
  if (field === null || field.kind === 'choice' || field.kind === 'switch') return state;
  if (field.kind === 'secret' && (state.texts[secretText] ?? '') === '') {
    const cleared = field.write(state.spec, '');
    return isFinding(cleared) ? state : changeSpec(state, cleared);
  }
  const how = { before: deleteBefore, after: deleteAfter, word: deleteWordBefore, line: deleteToStart }[what];
  return edit(state, field, how);
}

/** Left and right: the caret of a text, the next choice, a step of a size. */
export function moveSideways(state: WizardState, to: 'left' | 'right'): WizardState {
  const field = focusedField(state);
  if (field === null) return state;
  const by = to === 'right' ? 1 : -1;
  if (field.step !== undefined) return step(state, field, by);
  if (field.choices !== undefined) return chooseNext(state, field, by);
  return moveInText(state, to);
}

/** The caret behind the text of the focused field, which may be another text or another field now. */
export function caretAtEnd(state: WizardState): WizardState {
  const field = focusedField(state);
  return field === null ? state : { ...state, caret: textOfField(state, field).length };
}

/** Home, end, left and right in the text of the focused field. */
export function moveInText(state: WizardState, to: 'left' | 'right' | 'home' | 'end'): WizardState {
  const field = focusedField(state);
  if (field === null) return state;
  return { ...state, caret: moveCaret({ text: textOfField(state, field), caret: state.caret }, to).caret };
}

/** Chooses the choice that is `by` further; at the ends of a list nothing happens. */
export function chooseNext(state: WizardState, field: Field, by: 1 | -1, wraps = true): WizardState {
  const choices = field.choices?.(state.spec) ?? [];
  const index = choices.findIndex(({ value }) => value === field.read(state.spec));
  const next = wraps ? (index + by + choices.length) % choices.length : index + by;
  const choice = choices[next];
  return choice === undefined || next === index ? state : write(state, field, choice.value);
}

/** Chooses the choice at an index of the list. */
export function chooseAt(state: WizardState, field: Field, index: number): WizardState {
  const choices = field.choices?.(state.spec) ?? [];
  const choice = choices[Math.max(0, Math.min(index, choices.length - 1))];
  return choice === undefined || choice.value === field.read(state.spec)
    ? state
    : write(state, field, choice.value);
}

/** Takes the nearest valid value of the focused field, else the first suggestion of the screen. */
export function takeFix(state: WizardState): WizardState {
  const field = focusedField(state);
  const own = field === null ? [] : findingsOf(state, field);
  const item = state.screen === 'review' ? focusedItem(state) : null;
  const focused = item?.kind === 'finding' ? [item.finding] : [];
  const others = state.screen === 'review' ? reviewFindings(state) : screenFindings(state, state.screen);
  const finding = [...own, ...focused, ...others].find(({ fix }) => fix !== undefined);
  if (finding === undefined)
    return { ...state, notice: { level: 'info', text: t`There is no suggested fix here.` } };
  const fixed = applyFix(state, finding);
  // What is changed does not stand here.
  const isElsewhere =
    state.screen === 'review' ||
    !screens[state.screen].paths.some((path) => isWithin(finding.fix?.path ?? '', path));
  if (!isElsewhere || fixed === state) return fixed;
  return {
    ...fixed,
    notice: tookNotice(t`${finding.fix?.text} for ${labelOf(finding.fix?.path ?? '') ?? finding.fix?.path}`),
  };
}

/** The suggestion of a finding as the value of its field. */
export function applyFix(state: WizardState, finding: Finding): WizardState {
  const { fix } = finding;
  if (fix === undefined) return state;
  const written = writePath(state.spec, fix.path, fix.value);
  if (isFinding(written)) return state;
  const corrected = fieldsOf(state).filter((field) => hasFinding(state, field, finding));
  const texts = Object.fromEntries(
    Object.entries(state.texts).filter(
      ([id]) =>
        id !== fix.path && !isInvalidBecauseOf(id, fix.path) && !corrected.some((field) => field.id === id),
    ),
  );
  const changed = remember(state, withSpec({ ...state, texts }, written));
  const field = focusedField(changed);
  return {
    ...changed,
    typing: null,
    caret: field === null ? 0 : textOfField(changed, field).length,
    notice: tookNotice(fix.text),
  };
}

/** What is told after something was changed at once. */
export function tookNotice(what: string): Notice {
  return { level: 'info', text: t`Took ${what}.`, keys: t`Ctrl-_ takes it back.` };
}

function hasFinding(state: WizardState, field: Field, { path, message }: Finding): boolean {
  return findingsOf(state, field).some((other) => other.path === path && other.message === message);
}

/** A field of a list is corrected with the whole list. */
function isInvalidBecauseOf(id: string, path: string): boolean {
  return path.startsWith(`${id}[`) || path.startsWith(`${id}.`);
}

function step(state: WizardState, field: Field, by: 1 | -1): WizardState {
  const spec = field.step?.(state.spec, by) ?? state.spec;
  if (state.texts[field.id] === undefined && field.read(spec) === field.read(state.spec)) return state;
  const changed = remember(state, withSpec({ ...state, texts: without(state.texts, field.id) }, spec));
  return { ...changed, typing: null, caret: field.read(spec).length };
}

function write(state: WizardState, field: Field, text: string): WizardState {
  const written = field.write(state.spec, text);
  return isFinding(written) ? state : changeSpec(state, written);
}

function chooseByText(state: WizardState, field: Field, text: string): WizardState {
  if (text === ' ') return chooseNext(state, field, 1);
  const choices = field.choices?.(state.spec) ?? [];
  // Releases differ in their last digit: who types `43` comes to it by the 3.
  const choice =
    choices.find(({ label }) => label.toLowerCase().startsWith(text.toLowerCase())) ??
    (/^\d$/.test(text) ? choices.find(({ value }) => value.endsWith(text)) : undefined);
  return choice === undefined ? state : write(state, field, choice.value);
}

function edit(state: WizardState, field: Field, how: (text: EditedText) => EditedText): WizardState {
  const before = {
    text: textOfField(state, field),
    caret: Math.min(state.caret, textOfField(state, field).length),
  };
  const { text, caret } = how(before);
  if (text === before.text) return { ...state, caret };
  const id = field.kind === 'secret' ? secretText : field.id;
  const base = state.typing ?? state.spec;
  const typed = { ...state, texts: { ...state.texts, [id]: text }, caret, typing: base };
  if (field.kind === 'secret') return typed;
  const written = field.write(base, text);
  // A text that is not a value yet leaves what was before, and not what its beginning would have meant.
  const after = withSpec(typed, isFinding(written) ? base : written);
  // One step of the history is all that was typed into a field without leaving it.
  return state.typing !== null ? { ...after, future: [], unsaved: true } : remember(state, after);
}

function without(texts: WizardState['texts'], id: string): WizardState['texts'] {
  const { [id]: _, ...rest } = texts;
  return rest;
}
