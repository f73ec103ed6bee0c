import { isDeepStrictEqual } from 'node:util';
import { readSpecPackages } from '../project/packages-list.js';
import { changeSpec, takeFix } from './edit-form.js';
import type { Key } from './events.js';
import { redo, undo } from './history.js';
import { commandFor, type KeyContext } from './key-table.js';
import { goBack, goNext } from './navigation.js';
import { editText } from './overlays.js';
import { packageRows } from './package-rows.js';
import { addPackages, pasteList, removePackage } from './packages/selection.js';
import { pageRows } from './screen-keys.js';
import type { WizardState } from './state.js';
import { atEnd } from './text-edit.js';

/** A key on the packages' screen, or in its search line. */
export function packagesKey(state: WizardState, key: Key, context: KeyContext): WizardState {
  const command = commandFor(key, context);
  const row = state.focus.packages ?? 0;
  switch (command) {
    case 'next':
      return goNext(state);
    case 'back':
      return goBack(state);
    case 'help':
      return { ...state, overlay: { kind: 'help', top: 0 } };
    case 'undo':
      return undo(state);
    case 'redo':
      return redo(state);
    case 'search':
      return at({ ...state, query: atEnd('') }, 0);
    case 'locked':
      return showLocked(state);
    case 'sets':
      return { ...state, overlay: { kind: 'sets', index: 0 } };
    case 'cancel':
      return endSearch(state);
    case 'accept':
      return acceptMatch(state);
    case 'toggle':
      return toggleRow(state, row);
    case 'remove':
      return removeRow(state, row);
    case 'fix':
      return takeNearest(state, row);
    case 'up':
      return at(state, row - 1);
    case 'down':
      return at(state, row + 1);
    case 'page-up':
      return at(state, row - pageRows);
    case 'page-down':
      return at(state, row + pageRows);
    case 'first':
      return at(state, 0);
    case 'last':
      return at(state, Number.POSITIVE_INFINITY);
    default:
      return state.query === null ? state : at({ ...state, query: editText(state.query, key) }, 0);
  }
}

/** A pasted list; a single word in the search line is searched. */
export function packagesPaste(state: WizardState, text: string): WizardState {
  if (state.query !== null && !/\s/.test(text.trim())) {
    return at({ ...state, query: editText(state.query, { name: 'paste', text: text.trim() }) }, 0);
  }
  const { names, dropped, refused } = pasteList(text);
  if (refused !== null) return { ...state, query: null, notice: { level: 'error', text: refused } };
  const before = state.spec.packages ?? [];
  const packages = addPackages(before, names);
  const added = packages.length - before.length;
  const first = dropped[0];
  const left = first === undefined ? '' : ` ${dropped.length} left out: \`${first.text}\` ${first.reason}.`;
  const notice = {
    level: first === undefined ? 'info' : 'warning',
    text: `${added} package${added === 1 ? '' : 's'} added from what was pasted.${left}`,
  } as const;
  return { ...withPackages(state, packages), query: null, notice };
}

function acceptMatch(state: WizardState): WizardState {
  const rows = packageRows(state);
  const row = rows[Math.min(state.focus.packages ?? 0, rows.length - 1)];
  const typed = state.query?.text.trim() ?? '';
  if (typed === '') return endSearch(state);
  const name = row?.name ?? typed;
  return row?.chosen === true ? remove(state, name) : add(state, name);
}

/** Lists what the last lock holds, or again what is named. */
function showLocked(state: WizardState): WizardState {
  if (state.packages.why.size === 0) {
    const text = 'What the named packages bring along is known when they are locked: build once.';
    return { ...state, notice: { level: 'info', text } };
  }
  return at({ ...state, showsLocked: !state.showsLocked }, 0);
}

/** The list that replaces the old one; one that says the same adds nothing to the history. */
function withPackages(state: WizardState, packages: readonly string[]): WizardState {
  const isSame = isDeepStrictEqual(packages, state.spec.packages ?? []);
  return isSame ? state : changeSpec(state, { ...state.spec, packages: [...packages] });
}

/** Replaces a name that does not exist with the one that was most likely meant. */
function takeNearest(state: WizardState, row: number): WizardState {
  const found = packageRows(state)[row];
  const packages = state.spec.packages ?? [];
  if (found?.nearest == null) return takeFix(state);
  const { name, nearest } = found;
  const rest = packages.filter((line) => line !== nearest);
  const changed = changeSpec(state, {
    ...state.spec,
    packages: rest.map((line) => (line === name ? nearest : line)),
  });
  return {
    ...changed,
    notice: { level: 'info', text: `${nearest} instead of ${name}. Ctrl-Z takes it back.` },
  };
}

function removeRow(state: WizardState, row: number): WizardState {
  const found = packageRows(state)[row];
  return found?.chosen === true ? remove(state, found.name) : state;
}

function toggleRow(state: WizardState, row: number): WizardState {
  const found = packageRows(state)[row];
  if (found === undefined) return state;
  return found.chosen ? remove(state, found.name) : add(state, found.name);
}

function add(state: WizardState, name: string): WizardState {
  const [problem] = readSpecPackages([name]).findings;
  if (problem !== undefined)
    return { ...state, notice: { level: 'error', text: `${problem.message} ${problem.remedy}` } };
  const changed = withPackages(state, addPackages(state.spec.packages ?? [], [name]));
  const text = changed === state ? `${name} is in the list already.` : `${name} added.`;
  return { ...changed, notice: { level: 'info', text } };
}

function remove(state: WizardState, name: string): WizardState {
  const answer = removePackage(state.spec.packages ?? [], name);
  if ('refused' in answer) return { ...state, notice: { level: 'warning', text: answer.refused } };
  const changed = changeSpec(state, { ...state.spec, packages: [...answer.lines] });
  return {
    ...at(changed, state.focus.packages ?? 0),
    notice: { level: 'info', text: `${name} removed. Ctrl-Z brings it back.` },
  };
}

function endSearch(state: WizardState): WizardState {
  return at({ ...state, query: null }, 0);
}

function at(state: WizardState, row: number): WizardState {
  const last = Math.max(0, packageRows(state).length - 1);
  return { ...state, focus: { ...state.focus, packages: Math.max(0, Math.min(row, last)) } };
}
