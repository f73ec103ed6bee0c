import { t } from '../../base/language/texts.js';
import { formatBytes } from '../../base/text/format.js';
import { pastedInto } from '../model/edit-packages.js';
import { packageRows } from '../model/package-rows.js';
import { atEnd } from '../model/text-edit.js';
import { findPackages } from '../packages/find-packages.js';
import { moveOf, numbersOf } from './answers.js';
import type { PlainPorts } from './plain-ports.js';

/** Matches of a search that are read out. */
const mostMatches = 15;

/** Names that are repeated when they were added; more of them nobody wants to hear again. */
const mostNames = 8;

/** Adds the names of a text, and says what became of them. */
export async function addFrom(ports: PlainPorts, text: string): Promise<void> {
  const { io } = ports;
  const { dropped, refused } = pastedInto(ports.state(), text);
  if (refused !== null) {
    io.say(refused);
    return;
  }
  for (const one of dropped) io.say(t`\`${one.text}\` is left out: ${one.reason}.`);
  const before = ports.state().spec.packages ?? [];
  await ports.keep({ ...ports.state(), query: null, overlay: null });
  await ports.dispatch({ type: 'paste', text });
  const added = (ports.state().spec.packages ?? []).filter((name) => !before.includes(name));
  if (added.length === 0) io.say(t`Nothing is added.`);
  else if (added.length <= mostNames) io.say(t`Added: ${added.join(' ')}.`);
  else io.say(t`${added.length} added.`);
}

/** Searches the repositories, and adds what is chosen of it. */
export async function searchPackages(ports: PlainPorts, query: string): Promise<void> {
  const { io } = ports;
  const { search, message, state } = ports.state().packages;
  if (search === null) {
    io.say(
      state === 'failed' && message !== null
        ? t`The repositories cannot be searched: ${message}`
        : t`The names of the repositories are still being read: search again in a moment.`,
    );
    return;
  }
  if (query.startsWith('@')) {
    sayGroups(ports, query);
    return;
  }
  const found = query === '' ? [] : findPackages(search, query, mostMatches);
  if (found.length === 0) {
    io.say(query === '' ? t`Write a word behind it: /network` : t`No package matches \`${query}\`.`);
    return;
  }
  const chosen = new Set(ports.state().spec.packages);
  for (const [at, { package: one }] of found.entries()) {
    const mark = chosen.has(one.name) ? t`, in the list` : '';
    io.say(`  ${at + 1} ${one.name}${mark}, ${formatBytes(one.installedBytes)}, ${one.summary}`);
  }
  if (found.length === mostMatches) io.say(t`There may be more: a longer word finds less.`);
  for (;;) {
    const typed = await io.ask(t`Numbers to add [none]: `);
    if (moveOf(typed) !== null) return;
    const numbers = numbersOf(typed, found.length);
    if (Array.isArray(numbers)) {
      await addFrom(ports, numbers.map((at) => found[at]?.package.name ?? '').join(' '));
      return;
    }
    io.say(t`\`${numbers.wrong}\` is not one of them: answer with numbers from 1 to ${found.length}.`);
  }
}

function sayGroups({ io, state }: PlainPorts, query: string): void {
  const rows = packageRows({ ...state(), query: atEnd(query) });
  for (const { name, problem, set } of rows.slice(0, mostMatches))
    io.say(`  ${name}: ${problem ?? set?.purpose ?? ''}`);
  if (rows.length > mostMatches) io.say(t`There are more: a longer word finds less.`);
  if (rows.some(({ set }) => set !== null)) io.say(t`Type the name of a group, with its @, to add it.`);
}
