import { formatBytes } from '../../pipeline/format.js';
import { pasteList } from '../packages/selection.js';
import { moveOf, numbersOf } from './answers.js';
import type { PlainPorts } from './plain-ports.js';

/** Matches of a search that are read out. */
const mostMatches = 15;

/** Names that are repeated when they were added; more of them nobody wants to hear again. */
const mostNames = 8;

/** Adds the names of a text, and says what became of them. */
export async function addFrom(ports: PlainPorts, text: string): Promise<void> {
  const { talk } = ports;
  const { dropped, refused } = pasteList(text);
  if (refused !== null) {
    talk.say(refused);
    return;
  }
  for (const one of dropped) talk.say(`\`${one.text}\` is left out: ${one.reason}.`);
  const before = ports.state().spec.packages ?? [];
  await ports.keep({ ...ports.state(), query: null, overlay: null });
  await ports.dispatch({ type: 'paste', text });
  const added = (ports.state().spec.packages ?? []).filter((name) => !before.includes(name));
  if (added.length === 0) talk.say('Nothing is added.');
  else if (added.length <= mostNames) talk.say(`Added: ${added.join(' ')}.`);
  else talk.say(`${added.length} added.`);
}

/** Searches the repositories, and adds what is chosen of it. */
export async function searchPackages(ports: PlainPorts, query: string): Promise<void> {
  const { talk } = ports;
  const { search, message, state } = ports.state().packages;
  if (search === null) {
    talk.say(
      state === 'failed' && message !== null
        ? `The repositories cannot be searched: ${message}`
        : 'The names of the repositories are still being read: search again in a moment.',
    );
    return;
  }
  const found = query === '' ? [] : search.search(query, mostMatches);
  if (found.length === 0) {
    talk.say(query === '' ? 'Write a word behind it: /network' : `Nothing is called like \`${query}\`.`);
    return;
  }
  const chosen = new Set(ports.state().spec.packages);
  for (const [at, { package: one }] of found.entries()) {
    const mark = chosen.has(one.name) ? ', in the list' : '';
    talk.say(`  ${at + 1} ${one.name}${mark}, ${formatBytes(one.installedBytes)}, ${one.summary}`);
  }
  if (found.length === mostMatches) talk.say('There may be more: a longer word finds less.');
  for (;;) {
    const typed = await talk.ask('Numbers to add [none]: ');
    if (moveOf(typed) !== null) return;
    const numbers = numbersOf(typed, found.length);
    if (Array.isArray(numbers)) {
      await addFrom(ports, numbers.map((at) => found[at]?.package.name ?? '').join(' '));
      return;
    }
    talk.say(`\`${numbers.wrong}\` is none of them: answer with numbers from 1 to ${found.length}.`);
  }
}
