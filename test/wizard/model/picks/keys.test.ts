import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { keyFacts } from '../../../../src/config/fields/key-facts.js';
import { readKeys } from '../../../../src/wizard/effects/keys.js';
import type { Ports } from '../../../../src/wizard/effects/ports.js';
import type { WizardEvent } from '../../../../src/wizard/model/events.js';
import { keyOf } from '../../../config/made-keys.js';
import { keySite } from '../../../helpers/key-site.js';
import { piecesOf, privateKeys } from '../../../helpers/private-keys.js';
import { Driver } from '../../driver.js';

const key = (comment: string) => `${keyOf('ssh-ed25519', randomBytes(32))} ${comment}`;
const [desk, laptop, third] = [key('me@desk'), key('ich@日本語のラップトップ'), key('third')];
const own = [
  { file: 'id_ed25519.pub', key: desk },
  { file: 'laptop.pub', key: laptop },
];

const rootKeys = (columns = 100, rows = 30) =>
  new Driver({ columns, rows }).walkTo('system').field('SSH keys of root').press('ctrl+l');
const offered = (columns?: number, rows?: number) =>
  rootKeys(columns, rows).send({ type: 'own-keys', keys: own, leftOut: [] });
const ofRoot = ({ state }: Driver) => state.spec.system.rootSshKeys;

test('^L on the SSH keys looks into ~/.ssh, and offers what is there with type, comment and fingerprint', () => {
  const driver = rootKeys().sees('Looking for keys in ~/.ssh');
  assert.deepEqual(driver.lastRequest(), { type: 'look-for-keys' });
  driver.send({ type: 'own-keys', keys: own, leftOut: ['old.pub: sshd does not take DSA keys any more.'] });
  driver.sees(
    /❯ id_ed25519\.pub +ssh-ed25519 · me@desk · SHA256:/,
    'laptop.pub',
    'Left out: old.pub: sshd does',
  );
  driver.sees(keyFacts(desk).fingerprint).press('enter').sees('Took ssh-ed25519 · me@desk');
  assert.deepEqual(ofRoot(driver), [desk]);
  driver.press('ctrl+l').send({ type: 'own-keys', keys: own, leftOut: [] }).type('laptop').press('enter');
  assert.deepEqual(ofRoot(driver), [desk, laptop]);
  driver.press('ctrl+_');
  assert.deepEqual(ofRoot(driver), [desk]);
  driver.press('ctrl+l').send({ type: 'own-keys', keys: own, leftOut: [] }).press('enter');
  driver.sees('Nothing to add: the key is there already.');
  assert.deepEqual(ofRoot(driver), [desk]);
});

for (const [columns, rows] of [
  [36, 12],
  [80, 24],
] as const)
  test(`on ${columns}x${rows} keys are picked too`, () => {
    const driver = offered(columns, rows)
      .sees(/❯ id_ed25519\.pub/, 'gh:NAME')
      .press('down')
      .sees(/❯ laptop\.pub/);
    driver.press('enter');
    assert.deepEqual(ofRoot(driver), [laptop]);
  });

test('Esc takes nothing, and what is found later opens nothing', () => {
  const driver = rootKeys().press('escape').send({ type: 'own-keys', keys: own, leftOut: [] });
  driver.sees('5/7').seesNot('id_ed25519');
  assert.deepEqual(ofRoot(driver), []);
});

test('without keys in ~/.ssh it is said what can be typed', () => {
  const driver = rootKeys().send({ type: 'own-keys', keys: [], leftOut: [] });
  driver.sees(
    'There is no public key in ~/.ssh.',
    'the path of a file, gh:NAME (GitHub) or gl:NAME (GitLab)',
  );
  driver.type('nobody').press('enter').sees('There is no such key.');
});

test('the path of a file is read as it was typed', () => {
  for (const file of ['~/.ssh/id.pub', 'keys/x.pub', './x', '/srv/x.pub']) {
    const driver = offered().type(file).press('enter').sees('5/7');
    assert.deepEqual(driver.lastRequest(), { type: 'read-keys', field: 'system.rootSshKeys', from: file });
  }
});

test('the network is used only after the question was answered with y', () => {
  const isAsked = (driver: Driver) => driver.requests().some(({ type }) => type === 'read-keys');
  for (const no of ['escape', 'n', 'enter']) {
    const driver = offered().type('gh:ada').press('enter');
    driver.sees('Fetch https://github.com/ada.keys?', 'y fetch them').press(no).sees('5/7');
    assert.ok(!isAsked(driver), no);
  }
  const driver = offered(36, 12).type('gl:ada').press('enter').sees('Fetch https://gitlab.com/ada.keys?');
  assert.ok(!isAsked(driver));
  driver.press('y').sees('Fetching https://gitlab.com/ada.keys');
  const from = { site: 'gl', name: 'ada' };
  assert.deepEqual(driver.lastRequest(), { type: 'read-keys', field: 'system.rootSshKeys', from });
});

test('a name that nobody can have is told of at once', () => {
  offered().type('gh:a/b').press('enter').sees('`a/b` is not a name at GitHub.', '❯ gh:a/b');
  offered().type('gl:').press('enter').sees('Type the name that the person has at GitLab');
});

test('from the question to the keys in the field, with a site on this machine', async (t) => {
  const { hosts, asked } = await keySite(t, { '/hub/ada.keys': `${third}\n` });
  const driver = offered().type('gh:ada').press('enter');
  assert.deepEqual(asked, []);
  const request = driver.press('y').lastRequest();
  assert.ok(request?.type === 'read-keys');
  const events: WizardEvent[] = [];
  const dispatch = (event: WizardEvent) => void events.push(event);
  const ports = { dir: '/', env: {}, signal: new AbortController().signal, dispatch } as unknown as Ports;
  await readKeys(ports, request, hosts);
  assert.deepEqual(asked, ['/hub/ada.keys']);
  for (const event of events) driver.send(event);
  assert.deepEqual(ofRoot(driver), [third]);
  driver.sees('Took ssh-ed25519 · third', 'Ctrl-_ takes it back.');
});

test('the keys of a user are picked in the same way, and half a key in the field is replaced', () => {
  const driver = new Driver({ rows: 30 })
    .walkTo('system')
    .fill('User', 'op')
    .field('SSH keys')
    .type('ssh-ed');
  driver.press('ctrl+l').send({ type: 'own-keys', keys: own, leftOut: [] }).press('enter').seesNot('✖');
  assert.deepEqual(driver.state.spec.system.users[0]?.sshKeys, [desk]);
});

test('a public key can be pasted into the line, and a private one is dropped', () => {
  const driver = offered().paste(third).press('enter');
  assert.deepEqual(ofRoot(driver), [third]);
  for (const [name, secret] of Object.entries(privateKeys)) {
    const { state } = offered().paste(secret).sees('It was dropped');
    for (const piece of piecesOf(secret)) assert.ok(!JSON.stringify(state.overlay).includes(piece), name);
  }
});

test('a person who is typed into the field itself is explained', () => {
  new Driver({ columns: 100, rows: 30 })
    .walkTo('system')
    .fill('SSH keys of root', 'gh:ada')
    .sees('`gh:ada` names a person, whose keys must be fetched first.');
});
