import { changeSpec } from '../edit-form.js';
import { type PackageRow, packageRows } from '../package-rows.js';
import { removePackage } from '../packages/selection.js';
import { blockingError } from '../screen-findings.js';
import type { WizardState } from '../state.js';
import { atEnd } from '../text-edit.js';
import { addFrom, searchPackages } from './add-packages.js';
import { type Move, moveOf, signsInShort } from './answers.js';
import type { Asked } from './ask-field.js';
import { askSets } from './ask-sets.js';
import type { Heard } from './heard.js';
import type { PlainPorts } from './plain-ports.js';
import { takeBack } from './take-back.js';

const help = [
  'Names with blanks between them are added. Other answers:',
  '  /WORD: searches the repositories, also for a part of a name or with a typing mistake',
  '  sets: packages for a purpose, to add or take off',
  '  paste: takes a whole list, line by line',
  '  list: reads the list, with sizes and what each is',
  '  locked: reads what is in the lock, and why',
  '  about NAME: what a package is, and why it is there',
  '  remove NAME: takes packages off',
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
export async function askPackages(ports: PlainPorts, heard: Heard): Promise<Asked> {
  const { talk } = ports;
  const isKnown = heard.screens.has('packages');
  for (const text of isKnown ? ['? says what can be answered.'] : help) talk.say(text);
  heard.screens.add('packages');
  const told = new Set<string>();
  for (;;) {
    // The names of the repositories may have come meanwhile.
    for (const row of problems(ports.state())) {
      if (!told.has(row.name)) talk.say(problemText(row));
      told.add(row.name);
    }
    const typed = (await talk.ask(`Packages [${named(ports.state())}]: `)).trim();
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
  const mend = nearest === null ? '' : ` Answer ! to take ${nearest}.`;
  return `Warning: ${name} is ${problem}${mend}`;
}

/** @returns null: there is more to be asked */
async function moved(ports: PlainPorts, move: Move): Promise<Asked | null> {
  const { talk } = ports;
  switch (move) {
    case 'keep':
    case 'skip': {
      const error = blockingError(ports.state(), 'packages');
      if (error === null) return 'next';
      const { fix } = error.finding;
      const mend = fix === undefined ? '' : ` Answer ! to take ${fix.text}.`;
      talk.say(`Error: ${error.finding.message} Name some, or answer sets.${mend}`);
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
      for (const text of [...help, signsInShort]) talk.say(text);
      return null;
    case 'fix':
      await mend(ports);
      return null;
  }
}

/** Takes the name that was most likely meant for the first one that does not exist. */
async function mend(ports: PlainPorts): Promise<void> {
  const before = ports.state();
  const [wrong] = problems(before).filter(({ nearest }) => nearest !== null);
  const row = wrong === undefined ? -1 : listed(before).indexOf(wrong);
  // The row of a name that exists, where none is wrong: then what is wrong with the whole list is mended.
  await ports.keep({
    ...before,
    query: null,
    showsLocked: false,
    focus: { ...before.focus, packages: Math.max(0, row) },
  });
  await ports.press('fix');
  if (ports.state().spec === before.spec) ports.talk.say('There is nothing to mend here.');
  else if (wrong !== undefined) ports.talk.say(`${wrong.nearest} instead of ${wrong.name}.`);
  else ports.talk.say(`Now ${named(ports.state())}.`);
}

async function list({ talk, state }: PlainPorts): Promise<void> {
  for (const { name, size, summary, required } of listed(state())) {
    const facts = [name, size, summary, required === null ? '' : `kept: ${required}`];
    talk.say(`  ${facts.filter((text) => text !== '').join(', ')}`);
  }
}

async function locked({ talk, state }: PlainPorts): Promise<void> {
  const rows = packageRows({ ...state(), query: null, showsLocked: true });
  if (rows.length === 0) talk.say('There is no lock of this list yet; a build makes it.');
  for (const { name, size, why } of rows)
    talk.say(`  ${[name, size, why ?? ''].filter((text) => text !== '').join(', ')}`);
}

async function about({ talk, state }: PlainPorts, names: readonly string[]): Promise<void> {
  if (names.length === 0) talk.say('Write the name of a package behind it: about bash');
  for (const name of names) {
    const isIt = (one: PackageRow) => one.name === name;
    const row = listed(state()).find(isIt) ?? packageRows({ ...state(), query: atEnd(name) }).find(isIt);
    talk.say(row === undefined ? `Nothing is known of \`${name}\`.` : aboutText(row));
  }
}

function aboutText({ name, chosen, required, summary, size, problem, why }: PackageRow): string {
  const facts = [
    [name, size, summary].filter((text) => text !== '').join(', '),
    chosen ? 'In the list' : 'Not in the list',
    ...(required === null ? [] : [`Kept: ${required}`]),
    ...(why === null ? [] : [`In the lock: ${why}`]),
    ...(problem === null ? [] : [`It is ${problem}`]),
  ];
  return facts.map((text) => (/[.?!]$/.test(text) ? text : `${text}.`)).join(' ');
}

async function remove(ports: PlainPorts, names: readonly string[]): Promise<void> {
  const { talk } = ports;
  if (names.length === 0) talk.say('Write the names behind it: remove nano less');
  for (const name of names) {
    const state = ports.state();
    const packages = state.spec.packages ?? [];
    if (!packages.includes(name)) {
      talk.say(`\`${name}\` is not in the list.`);
      continue;
    }
    const answer = removePackage(packages, name);
    if ('refused' in answer) talk.say(answer.refused);
    else {
      await ports.keep(changeSpec(state, { ...state.spec, packages: [...answer.lines] }));
      talk.say(`${name} is removed.`);
    }
  }
}

async function paste(ports: PlainPorts): Promise<void> {
  ports.talk.say('Paste the list. A line with only a dot ends it.');
  const lines: string[] = [];
  for (;;) {
    const line = await ports.talk.ask('');
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
  return `${spec.packages?.length ?? 0} named`;
}
