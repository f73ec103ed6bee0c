import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { badInput } from '../../../src/base/failure.js';
import { keyOf } from '../../config/made-keys.js';
import { at, type Conversation, talk, until } from './conversation.js';

const key = (comment: string) => `${keyOf('ssh-ed25519', randomBytes(32))} ${comment}`;
const [desk, laptop, theirs] = [key('me@desk'), key('me@laptop'), key('ada')];

/** The questions of the system, where ~/.ssh has two keys, and `ada` and files have one. */
async function talkOfSystem(question: string, answers: readonly string[]): Promise<Conversation> {
  return await talk(at('system'), [until(question), ...answers], (request, dispatch) => {
    if (request.type === 'look-for-keys') {
      const keys = [
        { file: 'id_ed25519.pub', key: desk },
        { file: 'laptop.pub', key: laptop },
      ];
      dispatch({ type: 'own-keys', keys, leftOut: ['old.pub: too old.'] });
    }
    if (request.type !== 'read-keys') return;
    if (request.from === 'nosuch') throw badInput({ what: 'The file `nosuch` cannot be read.' });
    dispatch({ type: 'keys', field: request.field, keys: [theirs], leftOut: [] });
  });
}

test('a time zone is chosen by number from those that have the words', async () => {
  const { text, state } = await talkOfSystem('Time zone', ['list germany', '9', '2', '<']);
  assert.match(text, / {2}1 Europe\/Berlin, .*Germany.*\n {2}2 Europe\/Busingen, Germany/);
  assert.match(text, /Answer with a number from 1 to 3\.\n.*: 2\nTook Europe\/Busingen\.\nLanguages/);
  assert.equal(state.spec.system.timezone, 'Europe/Busingen');
});

test('of a long list the beginning is read, and Enter chooses none', async () => {
  const { text, state } = await talkOfSystem('Keyboard', [
    'list',
    '',
    'list nothing like it',
    'list de-nod',
    '1',
    '<',
  ]);
  assert.match(
    text,
    /\n {2}20 .*\nAnd 5\d\d more: give more words\.\nNumber, Enter for none: \nKeyboard \[us\]/,
  );
  assert.match(text, /Nothing in the list has all of these words\.\nKeyboard \[us\]/);
  assert.equal(state.spec.system.keymap, 'de-nodeadkeys');
});

test('? says how to choose from a list, and which answers a question for keys has', async () => {
  assert.match((await talkOfSystem('Time zone', ['?'])).text, /Answer `list WORDS` to choose/);
  assert.match(
    (await talkOfSystem('SSH keys of root', ['?'])).text,
    /`keys`.*`@FILE`.*`gh:NAME` or `gl:NAME`/,
  );
});

test('keys of ~/.ssh are chosen by number, and come to those that are there', async () => {
  const { text, state } = await talkOfSystem('SSH keys of root', ['keys', '2', '<', 'keys', '1', '<']);
  assert.match(text, /Left out: old\.pub: too old\.\n {2}1 id_ed25519\.pub, ssh-ed25519 · me@desk · SHA256:/);
  assert.match(text, /Took ssh-ed25519 · me@laptop · SHA256:\S+\.\nUser/);
  assert.deepEqual(state.spec.system.rootSshKeys, [laptop, desk]);
});

test('keys of a file are read; one that cannot be read is said, and the question comes again', async () => {
  const { text, state } = await talkOfSystem('SSH keys of root', ['@nosuch', '@keys/ada.pub', '<']);
  assert.match(text, /Error: The file `nosuch` cannot be read\.\nSSH keys of root \[none\]: @keys/);
  assert.deepEqual(state.spec.system.rootSshKeys, [theirs]);
});

test('keys of a person are fetched only where that was agreed to', async () => {
  const isAsked = ({ requests }: Conversation) => requests.some(({ type }) => type === 'read-keys');
  for (const no of ['', 'no', '<']) {
    const refused = await talkOfSystem('SSH keys of root', ['gh:ada', no, '<']);
    assert.match(refused.text, /Fetch https:\/\/github\.com\/ada\.keys from GitHub, yes or no \[no\]: /);
    assert.ok(!isAsked(refused), no);
  }
  const agreed = await talkOfSystem('SSH keys of root', ['gh:a/b', 'gl:ada', 'yes', '<']);
  assert.match(agreed.text, /`a\/b` is not a name at GitHub\./);
  assert.ok(isAsked(agreed));
  assert.deepEqual(agreed.state.spec.system.rootSshKeys, [theirs]);
});
