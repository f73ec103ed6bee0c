import { later, sentences, t, translated } from '../../base/language/texts.js';
import { changeSpec } from '../model/edit-form.js';
import type { PackageRow } from '../model/package-row.js';
import { packageRows } from '../model/package-rows.js';
import { blockingError } from '../model/screen-findings.js';
import type { WizardState } from '../model/state.js';
import { atEnd } from '../model/text-edit.js';
import { removePackage } from '../packages/selection.js';
import { addFrom, searchPackages } from './add-packages.js';
import type { Announced } from './announced.js';
import { type Move, moveOf, signsInShort } from './answers.js';
import type { Asked } from './ask-field.js';
import { askSets } from './ask-sets.js';
import type { PlainPorts } from './plain-ports.js';
import { takeBack } from './take-back.js';

const help = [
  later`Type names separated by blanks to add them. Other answers:`,
  later`  /WORD: searches the repositories, also for a part of a name or with a typing mistake`,
  later`  @GROUP: adds the packages of a group of the repositories; /@ lists the groups`,
  later`  sets: packages for a purpose, to add or take off`,
  later`  paste: takes a whole list, line by line`,
  later`  list: reads the list, with sizes and what each is`,
  later`  locked: reads what is in the lock, and why`,
  later`  about NAME: what a package is, and why it is there`,
  later`  remove NAME: takes packages off`,
];

const words: Readonly<Record<string, (ports: PlainPorts, names: readonly string[]) => Promise<void>>> = {
  list,
  locked,
  about,
  remove,
  sets: askSets,
  paste,
};

/** Asks which packages are in the image. */
export async function askPackages(ports: PlainPorts, announced: Announced): Promise<Asked> {
  const { io } = ports;
  const isKnown = announced.screens.has('packages');
  for (const text of isKnown ? [t`? says what can be answered.`] : help.map(translated)) io.say(text);
  announced.screens.add('packages');
  const told = new Set<string>();
  for (;;) {
    // The names of the repositories may have come meanwhile.
    for (const row of problems(ports.state())) {
      if (!told.has(row.name)) io.say(problemText(row));
      told.add(row.name);
    }
    const typed = (await io.ask(t`Packages [${named(ports.state())}]: `)).trim();
    const move = moveOf(typed);
    if (move !== null) {
      const asked = await moved(ports, move);
      if (asked !== null) return asked;
      continue;
    }
    const [word = '', ...names] = typed.split(/\s+/);
    if (typed.startsWith('/')) await searchPackages(ports, typed.slice(1).trim());
    else if (Object.hasOwn(words, word)) await words[word]?.(ports, names);
    else await addFrom(ports, typed);
  }
}

function problemText({ name, problem, nearest }: PackageRow): string {
  const suggestion = nearest === null ? '' : t`Answer ! to take ${nearest}.`;
  return sentences(t`Warning: ${name} is ${problem ?? ''}`, suggestion);
}

/** @returns null: there is more to be asked */
async function moved(ports: PlainPorts, move: Move): Promise<Asked | null> {
  const { io } = ports;
  switch (move) {
    case 'keep':
    case 'skip': {
      const error = blockingError(ports.state(), 'packages');
      if (error === null) return 'next';
      const { fix } = error.finding;
      const suggestion = fix === undefined ? '' : t`Answer ! to take ${fix.text}.`;
      const wrong = t`Error: ${error.finding.message}`;
      io.say(sentences(wrong, t`Name some, or answer sets.`, suggestion));
      return null;
    }
    case 'back':
      return 'back';
    case 'undo':
    case 'redo': {
      const { screen } = ports.state();
      return (await takeBack(ports, move)) && ports.state().screen !== screen ? 'undone' : null;
    }
    case 'help':
      for (const text of [...help, signsInShort]) io.say(translated(text));
      return null;
    case 'fix':
      await takeSuggestion(ports);
      return null;
  }
}

/** Takes the name that was most likely meant for the first one that does not exist. */
async function takeSuggestion(ports: PlainPorts): Promise<void> {
  const before = ports.state();
  const [wrong] = problems(before).filter(({ nearest }) => nearest !== null);
  const row = wrong === undefined ? -1 : listed(before).indexOf(wrong);
  // The row of a name that exists, where none is wrong: then what is wrong with the whole list is corrected.
  await ports.keep({
    ...before,
    query: null,
    showsLocked: false,
    focus: { ...before.focus, packages: Math.max(0, row) },
  });
  await ports.command('fix');
  if (ports.state().spec === before.spec) ports.io.say(t`There is no suggested fix here.`);
  else if (wrong !== undefined) ports.io.say(t`${wrong.nearest} instead of ${wrong.name}.`);
  else ports.io.say(t`Now ${named(ports.state())}.`);
}

async function list({ io, state }: PlainPorts): Promise<void> {
  for (const { name, size, summary, required } of listed(state())) {
    const facts = [name, size, summary, required === null ? '' : t`kept: ${required}`];
    io.say(`  ${facts.filter((text) => text !== '').join(', ')}`);
  }
}

async function locked({ io, state }: PlainPorts): Promise<void> {
  const rows = packageRows({ ...state(), query: null, showsLocked: true });
  if (rows.length === 0) io.say(t`There is no lock of this list yet; a build makes it.`);
  for (const { name, size, why } of rows)
    io.say(`  ${[name, size, why ?? ''].filter((text) => text !== '').join(', ')}`);
}

async function about({ io, state }: PlainPorts, names: readonly string[]): Promise<void> {
  if (names.length === 0) io.say(t`Write the name of a package behind it: about bash`);
  for (const name of names) {
    const isIt = (one: PackageRow) => one.name === name;
    const row = listed(state()).find(isIt) ?? packageRows({ ...state(), query: atEnd(name) }).find(isIt);
    io.say(row === undefined ? t`Nothing is known of \`${name}\`.` : aboutText(row));
  }
}

function aboutText({ name, chosen, required, summary, size, problem, why }: PackageRow): string {
  const facts = [
    [name, size, summary].filter((text) => text !== '').join(', '),
    chosen ? t`In the list` : t`Not in the list`,
    ...(required === null ? [] : [t`Kept: ${required}`]),
    ...(why === null ? [] : [t`In the lock: ${why}`]),
    ...(problem === null ? [] : [t`It is ${problem}`]),
  ];
  return sentences(...facts.map((text) => (/[.?!。？！]$/.test(text) ? text : t`${text}.`)));
}

async function remove(ports: PlainPorts, names: readonly string[]): Promise<void> {
  const { io } = ports;
  if (names.length === 0) io.say(t`Write the names behind it: remove nano less`);
  for (const name of names) {
    const state = ports.state();
    const packages = state.spec.packages ?? [];
    if (!packages.includes(name)) {
      io.say(t`\`${name}\` is not in the list.`);
      continue;
    }
    const answer = removePackage(packages, name);
    if ('refused' in answer) io.say(answer.refused);
    else {
      await ports.keep(changeSpec(state, { ...state.spec, packages: [...answer.lines] }));
      io.say(t`${name} is removed.`);
    }
  }
}

async function paste(ports: PlainPorts): Promise<void> {
  ports.io.say(t`Paste the list. A line with only a dot ends it.`);
  const lines: string[] = [];
  for (;;) {
    const line = await ports.io.ask('');
    if (line.trim() === '.') break;
    lines.push(line);
  }
  await addFrom(ports, lines.join('\n'));
}

function listed(state: WizardState): readonly PackageRow[] {
  return packageRows({ ...state, query: null, showsLocked: false });
}

function problems(state: WizardState): PackageRow[] {
  return listed(state).filter(({ problem }) => problem !== null);
}

function named({ spec }: WizardState): string {
  return t`${spec.packages?.length ?? 0} named`;
}
