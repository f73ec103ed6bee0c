import { isDeepStrictEqual } from 'node:util';
import { sentences, t, translated } from '../../base/language/texts.js';
import { readSpecPackages } from '../../project/packages/packages-list.js';
import { type GroupSet, groupSet } from '../packages/group-set.js';
import { type PastedList, pasteList } from '../packages/pasted-list.js';
import { addPackages, removePackage } from '../packages/selection.js';
import { addSet, toggleSet } from '../packages/sets.js';
import { caretAtEnd, changeSpec, takeFix } from './edit-form.js';
import { groupProblem } from './group-rows.js';
import { redo, undo } from './history.js';
import type { Key } from './key.js';
import type { Command } from './key-table.js';
import { goBack, goNext } from './navigation.js';
import type { PackageRow } from './package-row.js';
import { packageRows } from './package-rows.js';
import { pageRows } from './scroll.js';
import { ask, type PackageFacts, type WizardState } from './state.js';
import { atEnd, editText } from './text-edit.js';

/** Repositories that could not be read may answer now. */
function retry(state: WizardState): WizardState {
  if (state.packages.state !== 'failed') return state;
  return ask(state, { type: 'look-for-packages', spec: state.spec });
}

/** A command on the packages' screen, or in its search line. */
export function packagesCommand(state: WizardState, command: Command): WizardState {
  const row = state.focus.packages ?? 0;
  switch (command) {
    case 'next':
      return goNext(state);
    case 'back':
      return goBack(state);
    case 'help':
      return { ...state, overlay: { kind: 'help', top: 0, over: null } };
    case 'undo':
      return caretAtEnd(undo(state));
    case 'redo':
      return caretAtEnd(redo(state));
    case 'search':
      return at({ ...state, query: atEnd(''), searchedFrom: row }, 0);
    case 'locked':
      return showLocked(state);
    case 'retry':
      return retry(state);
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
      return state;
  }
}

/** A key that is typed into the search line, if there is one. */
export function packagesTyped(state: WizardState, key: Key): WizardState {
  return state.query === null ? state : at({ ...state, query: editText(state.query, key) }, 0);
}

/** A pasted list; a single word in the search line is searched. */
export function packagesPaste(state: WizardState, text: string): WizardState {
  if (state.query !== null && !/\s/.test(text.trim())) {
    return at({ ...state, query: editText(state.query, { name: 'paste', text: text.trim() }) }, 0);
  }
  const { names, groups, dropped, refused } = pastedInto(state, text);
  if (refused !== null) return { ...state, query: null, notice: { level: 'error', text: refused } };
  const before = state.spec.packages ?? [];
  const named = addPackages(before, names);
  const sets = groups.flatMap((word) => groupNamed(state.packages, word, named) ?? []);
  const packages = sets.reduce((lines, set) => addSet(set, lines), named);
  const added = packages.length - before.length;
  const first = dropped[0];
  const left = first === undefined ? '' : t`${dropped.length} left out: \`${first.text}\` ${first.reason}.`;
  const notice = {
    level: first === undefined ? 'info' : 'warning',
    text: sentences(
      added === 1
        ? t`1 package added from what was pasted.`
        : t`${added} packages added from what was pasted.`,
      left,
    ),
  } as const;
  return { ...withPackages(sets.reduce(withGroup, state), packages), query: null, notice };
}

/** What a pasted text says, with the groups that are known now. */
export function pastedInto({ packages }: Pick<WizardState, 'packages'>, text: string): PastedList {
  return pasteList(text, (word) => {
    const problem = groupProblem(word, packages);
    return problem === null ? null : t`is a group: ${problem.replace(/[.。]$/, '')}`;
  });
}

function acceptMatch(state: WizardState): WizardState {
  const rows = packageRows(state);
  const row = rows[Math.min(state.focus.packages ?? 0, rows.length - 1)];
  const typed = state.query?.text.trim() ?? '';
  if (typed === '') return endSearch(state);
  return row === undefined ? add(state, typed) : toggle(state, row);
}

/** Lists what the last lock holds, or again what is named. */
function showLocked(state: WizardState): WizardState {
  if (state.packages.why.size === 0) {
    const text = t`The packages that these need are known after the first build.`;
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
  if (name.startsWith('@')) return expandLine(state, name);
  const rest = packages.filter((line) => line !== nearest);
  const changed = changeSpec(state, {
    ...state.spec,
    packages: rest.map((line) => (line === name ? nearest : line)),
  });
  return {
    ...changed,
    notice: { level: 'info', text: t`${nearest} instead of ${name}.`, keys: t`Ctrl-_ takes it back.` },
  };
}

/** Puts the packages of a group where the list names the group. */
function expandLine(state: WizardState, line: string): WizardState {
  const packages = state.spec.packages ?? [];
  const others = packages.filter((one) => one !== line);
  const group = groupNamed(state.packages, line, others);
  if (group === null) return state;
  const changed = changeSpec(withGroup(state, group), { ...state.spec, packages: addSet(group, others) });
  return { ...changed, notice: { level: 'info', text: addedText(group), keys: t`Ctrl-_ takes it back.` } };
}

function groupNamed(
  { groups, search }: PackageFacts,
  word: string,
  lines: readonly string[],
): GroupSet | null {
  return groups === null ? null : groupSet(groups, word, lines, search?.index ?? null);
}

/** Its comment stands over what it adds to packages.list. */
function withGroup(state: WizardState, { heading, packages }: GroupSet): WizardState {
  return { ...state, addedGroups: { ...state.addedGroups, [heading]: packages } };
}

function addedText({ title, purpose }: GroupSet): string {
  return t`${title} added: ${purpose}.`;
}

function removeRow(state: WizardState, row: number): WizardState {
  const found = packageRows(state)[row];
  return found?.chosen === true ? remove(state, found.name) : state;
}

function toggleRow(state: WizardState, row: number): WizardState {
  const found = packageRows(state)[row];
  return found === undefined ? state : toggle(state, found);
}

function toggle(state: WizardState, { name, chosen, set, problem }: PackageRow): WizardState {
  if (set === null) {
    if (chosen) return remove(state, name);
    if (!/^-?@/.test(name)) return add(state, name);
    return { ...state, notice: { level: 'error', text: `\`${name}\`: ${problem}` } };
  }
  const before = 'heading' in set && !chosen ? withGroup(state, set) : state;
  const changed = withPackages(before, toggleSet(set, state.spec.packages ?? []));
  if ('heading' in set && !chosen) return { ...changed, notice: { level: 'info', text: addedText(set) } };
  const title = translated(set.title);
  return { ...changed, notice: { level: 'info', text: chosen ? t`${title} removed.` : t`${title} added.` } };
}

function add(state: WizardState, name: string): WizardState {
  const [problem] = readSpecPackages([name]).findings;
  if (problem !== undefined)
    return { ...state, notice: { level: 'error', text: sentences(problem.message, problem.remedy) } };
  const changed = withPackages(state, addPackages(state.spec.packages ?? [], [name]));
  const text = changed === state ? t`${name} is in the list already.` : t`${name} added.`;
  return { ...changed, notice: { level: 'info', text } };
}

function remove(state: WizardState, name: string): WizardState {
  const answer = removePackage(state.spec.packages ?? [], name);
  if ('refused' in answer) return { ...state, notice: { level: 'warning', text: answer.refused } };
  const changed = changeSpec(state, { ...state.spec, packages: [...answer.lines] });
  return {
    ...at(changed, state.focus.packages ?? 0),
    notice: { level: 'info', text: t`${name} removed.`, keys: t`Ctrl-_ brings it back.` },
  };
}

/** Back in the list: to what the search was at, where that is in it, else to where it began. */
function endSearch(state: WizardState): WizardState {
  const found = packageRows(state)[state.focus.packages ?? 0]?.name;
  const listed = { ...state, query: null };
  const row =
    state.query?.text.trim() === '' ? -1 : packageRows(listed).findIndex(({ name }) => name === found);
  return at(listed, row < 0 ? state.searchedFrom : row);
}

function at(state: WizardState, row: number): WizardState {
  const last = Math.max(0, packageRows(state).length - 1);
  return { ...state, focus: { ...state.focus, packages: Math.max(0, Math.min(row, last)) } };
}
