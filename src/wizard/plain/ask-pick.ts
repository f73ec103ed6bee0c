import { sentences, t } from '../../base/language/texts.js';
import { personUrl, readPerson, siteTitle } from '../../config/fields/key-person.js';
import { enterText } from '../model/edit-form.js';
import type { Field } from '../model/fields.js';
import { addKeys, noKeysYet, ownItem } from '../model/picks/pick-keys.js';
import { type PickItem, type PickList, picksFor } from '../model/picks/pick-list.js';
import type { Request } from '../model/request.js';
import { moveOf, numbersOf, yesOrNo } from './answers.js';
import { disksFromLsblk } from './ask-disks.js';
import type { Extra } from './ask-field.js';
import type { PlainPorts } from './plain-ports.js';

/** What the question for a field understands besides values, where it can be picked; or null. */
export function extraOf(ports: PlainPorts, field: Field): Extra | null {
  if (field.id === 'disks.devices') return disksFromLsblk(ports);
  if (field.pick?.kind === 'list') return fromList(ports, field, field.pick);
  return field.pick?.kind === 'keys' ? fromKeys(ports, field) : null;
}

/** Lines of a list that are read out at once. */
const mostLines = 20;

function fromList(ports: PlainPorts, field: Field, list: PickList): Extra {
  const several = list.hasSeveral === true ? t`What is chosen replaces all of the field.` : '';
  return {
    help: [
      sentences(t`Answer \`list WORDS\` to choose from those that have the words, in any order.`, several),
    ],
    async take(typed) {
      const text = typed.trim();
      if (!/^list(?:\s|$)/.test(text)) return null;
      const found = picksFor(list.items(), text.slice('list'.length));
      const chosen = await askOne(ports, found);
      if (chosen === null) return 'again';
      const entered = enterText(ports.state(), field, chosen.value);
      if ('level' in entered) return 'again';
      await ports.keep({ ...entered, notice: null });
      ports.io.say(t`Took ${chosen.value}.`);
      return 'next';
    },
  };
}

/** @returns null: none is wanted */
async function askOne({ io }: PlainPorts, found: readonly PickItem[]): Promise<PickItem | null> {
  if (found.length === 0) io.say(t`Nothing in the list has all of these words.`);
  const shown = found.slice(0, mostLines);
  for (const [at, { value, about }] of shown.entries())
    io.say(`  ${at + 1} ${[value, about].filter((text) => text !== '').join(', ')}`);
  if (found.length > shown.length) io.say(t`And ${found.length - shown.length} more: give more words.`);
  while (shown.length > 0) {
    const typed = await io.ask(t`Number, Enter for none: `);
    const numbers = numbersOf(typed, shown.length);
    if (moveOf(typed) !== null) return null;
    if (Array.isArray(numbers) && numbers.length === 1) return shown[numbers[0] as number] ?? null;
    io.say(t`Answer with a number from 1 to ${shown.length}.`);
  }
  return null;
}

function fromKeys(ports: PlainPorts, field: Field): Extra {
  return {
    help: [
      t`Answer \`keys\` to choose from the public keys in ~/.ssh, \`@FILE\` for those of a file, \`gh:NAME\` or \`gl:NAME\` for those of a person at GitHub or GitLab. They are added.`,
    ],
    async take(typed) {
      const text = typed.trim();
      if (text === 'keys') return (await pickOwn(ports, field)) ? 'next' : 'again';
      if (text.startsWith('@')) return (await read(ports, field, text.slice(1).trim())) ? 'next' : 'again';
      const person = readPerson(text);
      if (person === null) return null;
      if (typeof person === 'string') {
        ports.io.say(person);
        return 'again';
      }
      const url = personUrl(person);
      const answer = await ports.io.ask(t`Fetch ${url} from ${siteTitle(person)}, yes or no [no]: `);
      if (yesOrNo(answer) !== true) return 'again';
      return (await read(ports, field, person)) ? 'next' : 'again';
    },
  };
}

/** @returns whether a key was added */
async function pickOwn(ports: PlainPorts, field: Field): Promise<boolean> {
  await ports.keep({ ...ports.state(), overlay: noKeysYet(field.id), notice: null });
  await ports.carryOut({ type: 'look-for-keys' });
  const { overlay } = ports.state();
  const own = overlay?.kind === 'keys' ? overlay.own : null;
  await ports.keep({ ...ports.state(), overlay: null });
  for (const text of own?.leftOut ?? []) ports.io.say(t`Left out: ${text}`);
  const keys = own?.keys ?? [];
  if (keys.length === 0) {
    ports.io.say(t`There is no public key in ~/.ssh.`);
    return false;
  }
  const chosen = await askOne(ports, keys.map(ownItem));
  const key = keys.find(({ file }) => file === chosen?.value)?.key;
  if (key === undefined) return false;
  await ports.keep(addKeys(ports.state(), { field: field.id, keys: [key], leftOut: [] }));
  return say(ports);
}

/** @returns whether keys were read */
async function read(
  ports: PlainPorts,
  field: Field,
  from: Extract<Request, { type: 'read-keys' }>['from'],
): Promise<boolean> {
  await ports.keep({ ...ports.state(), notice: null });
  await ports.carryOut({ type: 'read-keys', field: field.id, from });
  return say(ports);
}

/** Says what became of it; whether it is good. */
function say({ io, state }: PlainPorts): boolean {
  const { notice } = state();
  if (notice === null) return false;
  io.say(notice.level === 'error' ? t`Error: ${notice.text}` : notice.text);
  return notice.level !== 'error';
}
