import { formatBytes } from '../../pipeline/format.js';
import { changeSpec } from '../edit-form.js';
import { packageRows } from '../package-rows.js';
import { addPackages, pasteList, removePackage } from '../packages/selection.js';
import { packageSets, setState, toggleSet } from '../packages/sets.js';
import type { WizardState } from '../state.js';
import { numberOf } from './answers.js';
import type { Asked } from './ask-field.js';
import type { PlainTalk } from './plain-talk.js';

/** Matches of a search that are read out. */
const mostMatches = 15;

const help = `Names, with blanks between them, are added; a whole list can be pasted. Other answers:
  list           all packages that are named
  remove NAME    takes a package off
  /WORD          searches the repositories
  sets           packages for a purpose, to add or take off
Enter goes on, < goes back.`;

/** Asks which packages are in the image. */
export async function askPackages(
  talk: PlainTalk,
  before: WizardState,
  now: () => WizardState,
): Promise<Asked> {
  let state = before;
  talk.say(help);
  for (;;) {
    // The names of the repositories may have come meanwhile.
    state = { ...state, packages: now().packages };
    for (const { name, problem } of packageRows({ ...state, query: null })) {
      if (problem !== null) talk.say(`Warning: ${name} is ${problem}`);
    }
    const typed = (await talk.ask(`Packages [${state.spec.packages?.length ?? 0} named]: `)).trim();
    const [word = '', ...others] = typed.split(/\s+/);
    if (typed === '') return { to: 'next', state };
    if (typed === '<') return { to: 'back', state };
    if (typed === '?') talk.say(help);
    else if (typed === 'list') list(talk, state);
    else if (typed === 'sets') state = await askSets(talk, state);
    else if (word === 'remove') state = remove(talk, state, others);
    else if (typed.startsWith('/'))
      state = await search(talk, { ...state, packages: now().packages }, typed.slice(1).trim());
    else state = add(talk, state, typed);
  }
}

function list(talk: PlainTalk, state: WizardState): void {
  for (const { name, size, summary, required } of packageRows({ ...state, query: null })) {
    const about = [name, size, summary, required === null ? '' : `kept: ${required}`];
    talk.say(`  ${about.filter((text) => text !== '').join(', ')}`);
  }
}

function add(talk: PlainTalk, state: WizardState, text: string): WizardState {
  const { names, dropped } = pasteList(text);
  for (const one of dropped) talk.say(`\`${one.text}\` is left out: ${one.reason}.`);
  const packages = addPackages(state.spec.packages ?? [], names);
  const added = packages.length - (state.spec.packages?.length ?? 0);
  talk.say(`${added} added.`);
  return added === 0 ? state : changeSpec(state, { ...state.spec, packages: [...packages] });
}

function remove(talk: PlainTalk, before: WizardState, names: readonly string[]): WizardState {
  let state = before;
  for (const name of names) {
    if (state.spec.packages?.includes(name) !== true) {
      talk.say(`\`${name}\` is not in the list.`);
      continue;
    }
    const answer = removePackage(state.spec.packages, name);
    if ('refused' in answer) talk.say(answer.refused);
    else {
      state = changeSpec(state, { ...state.spec, packages: [...answer.lines] });
      talk.say(`${name} is removed.`);
    }
  }
  return state;
}

async function search(talk: PlainTalk, state: WizardState, query: string): Promise<WizardState> {
  const { search: index, message } = state.packages;
  if (index === null) {
    talk.say(message ?? 'The names of the repositories are not known yet.');
    return state;
  }
  const found = query === '' ? [] : index.search(query, mostMatches);
  if (found.length === 0) {
    talk.say(`Nothing is called like \`${query}\`.`);
    return state;
  }
  for (const [at, { package: one }] of found.entries()) {
    talk.say(`  ${at + 1} ${one.name}, ${formatBytes(one.installedBytes)}, ${one.summary}`);
  }
  const typed = await talk.ask('Numbers to add [none]: ');
  const names = typed.split(/[\s,]+/).flatMap((word) => {
    const at = word === '' ? null : numberOf(word, found.length);
    return at === null ? [] : [found[at]?.package.name ?? []].flat();
  });
  return names.length === 0 ? state : add(talk, state, names.join(' '));
}

async function askSets(talk: PlainTalk, state: WizardState): Promise<WizardState> {
  const names = state.spec.packages ?? [];
  for (const [at, set] of packageSets.entries()) {
    const how = { whole: ', chosen', part: ', partly chosen', none: '' }[setState(set, names)];
    talk.say(`  ${at + 1} ${set.title}${how}. ${set.purpose}`);
  }
  const typed = await talk.ask('Number of a set to add or take off [none]: ');
  const at = typed.trim() === '' ? null : numberOf(typed, packageSets.length);
  const set = at === null ? undefined : packageSets[at];
  if (set === undefined) return state;
  return changeSpec(state, { ...state.spec, packages: toggleSet(set, names) });
}
