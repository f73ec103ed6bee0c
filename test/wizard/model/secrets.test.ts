import assert from 'node:assert/strict';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { openDrafts } from '../../../src/presets/drafts.js';
import { DraftKeeper } from '../../../src/wizard/effects/drafts.js';
import { sshKey } from '../../config/generated-specs.js';
import { piecesOf, privateKeys } from '../../helpers/private-keys.js';
import { newFolder } from '../../helpers/scratch.js';
import { Driver, today } from '../driver.js';
import { at, talk } from '../plain/conversation.js';

const keys = Object.entries(privateKeys);
const dropped = 'It was dropped and is not stored';

/** Everything that a wizard holds or shows: state with history and requests, and the screen. */
function traces({ state, screen }: { state: unknown; screen: string }): string {
  return `${JSON.stringify(state, (key, value) => (key === 'search' ? null : value))}\n${screen}`;
}

function assertNowhere(text: string, key: string, how: string): void {
  for (const piece of [...piecesOf(key), 'PRIVATE KEY', 'PuTTY'])
    assert.ok(!text.includes(piece), `${how}: ${piece} is kept`);
}

const own = { name: 'pump', description: '', hardware: '', kind: 'own', broken: null } as const;

/** Where text can be pasted, and how one gets there. */
const places: readonly (readonly [string, () => Driver])[] = [
  ['SSH keys of root', () => new Driver().walkTo('system').field('SSH keys of root')],
  [
    'SSH keys of root behind another',
    () => new Driver().walkTo('system').field('SSH keys of root').paste(`${sshKey} `),
  ],
  ['SSH keys of a user', () => new Driver().walkTo('system').fill('User', 'op').field('SSH keys')],
  ['words for a list', () => new Driver().walkTo('system').field('Time zone').press('ctrl+l')],
  ['line for keys', () => new Driver().walkTo('system').field('SSH keys of root').press('ctrl+l')],
  ['User', () => new Driver().walkTo('system').field('User')],
  ['Host name', () => new Driver().walkTo('system').field('Host name')],
  ['Kernel arguments', () => new Driver().walkTo('system').field('Kernel arguments')],
  ['Disks', () => new Driver().walkTo('disks').field('Disks')],
  ['a size', () => new Driver().walkTo('sizes')],
  ['packages', () => new Driver().walkTo('packages')],
  ['search of packages', () => new Driver().walkTo('packages').press('/').type('vi')],
  ['name of a preset', () => new Driver().walkTo('review').press('s')],
  ['new name of a preset', () => new Driver({ presets: [own] }).press('down', 'f2')],
  ['description of a preset', () => new Driver({ presets: [own] }).press('down', 'f3')],
  ['file of lsblk', () => new Driver().walkTo('disks').press('ctrl+l')],
  ['review', () => new Driver().walkTo('review')],
];

test('a private key that is pasted is dropped at once, wherever, and undo does not bring it back', () => {
  for (const [place, go] of places) {
    // Every form at the first place; what tells them is the same everywhere.
    for (const [form, key] of place === 'SSH keys of root' ? keys : keys.slice(0, 1)) {
      const driver = go();
      const { spec } = driver.state;
      driver.paste(key).sees(dropped);
      assert.deepEqual(driver.state.spec, spec, `${place}: ${form}`);
      assertNowhere(traces({ state: driver.state, screen: driver.screen() }), key, `${place}: ${form}`);
      driver.press('escape', 'ctrl+_', 'ctrl+_', 'ctrl+y', 'ctrl+y');
      assertNowhere(
        traces({ state: driver.state, screen: driver.screen() }),
        key,
        `${place}, later: ${form}`,
      );
    }
  }
});

test('what stood in the field before stays when a private key is pasted behind it', () => {
  const driver = new Driver().walkTo('system').field('SSH keys of root').paste(`${sshKey} `);
  driver.paste(privateKeys.OpenSSH ?? '').sees(dropped);
  assert.deepEqual(driver.state.spec.system.rootSshKeys, [sshKey]);
  driver.press('enter').sees('6/7');
});

test('a private key that comes in as key presses is dropped, and what follows types and does nothing until Esc', () => {
  for (const [place, go] of places.filter(([name]) => !['a size', 'packages', 'review'].includes(name))) {
    for (const form of place === 'SSH keys of root' ? ['OpenSSH', 'PEM (PKCS 8)', 'PuTTY'] : ['OpenSSH']) {
      const key = privateKeys[form] ?? '';
      const driver = go();
      const { screen } = driver.state;
      for (const [index, line] of key.split('\n').entries()) {
        if (index > 0) driver.press('enter');
        driver.type(line);
      }
      driver.sees('until you press Esc');
      assert.equal(driver.state.screen, screen, `${place}: ${form}`);
      assertNowhere(traces({ state: driver.state, screen: driver.screen() }), key, `${place}: ${form}`);
      driver.press('escape').seesNot('until you press Esc');
      assert.equal(driver.state.screen, screen);
      driver.type('x').press('backspace').press('ctrl+_', 'ctrl+y');
      assertNowhere(
        traces({ state: driver.state, screen: driver.screen() }),
        key,
        `${place}, later: ${form}`,
      );
    }
  }
});

test('a password may look like anything: it is hashed, and not refused as a key', () => {
  const password = 'Aa1Bb2Cc3Dd4Ee5Ff6Gg7Hh8Ii9Jj0Kk1Ll2Mm3Nn4Oo5Pp6Qq7Rr8Ss9Tt0Uu1';
  const driver = new Driver().walkTo('system').field('Root password').paste(password).press('down');
  assert.deepEqual(driver.lastRequest(), {
    type: 'hash-password',
    field: 'system.rootPasswordHash',
    password,
  });
});

test('plain: the lines of a private key answer no question, and the question is asked again', async () => {
  for (const [form, key] of keys) {
    const lines = key.trimEnd().split(/\r?\n/);
    const { text, state, status } = await talk(at('system'), [
      { until: 'SSH keys of root' },
      ...lines,
      sshKey,
      { until: 'User' },
      'op',
    ]);
    assert.equal(status, null);
    assert.match(text, /Error: This is a private key/, form);
    assert.deepEqual(state.spec.system.rootSshKeys, [sshKey], form);
    assert.deepEqual(
      state.spec.system.users.map(({ name }) => name),
      ['op'],
      form,
    );
    assertNowhere(JSON.stringify(state), key, form);
  }
});

test('plain: a private key in a pasted list adds no package', async () => {
  for (const [form, key] of keys) {
    const { state } = await talk(at('packages'), [
      'paste',
      'nano',
      ...key.trimEnd().split(/\r?\n/),
      'vim',
      '.',
    ]);
    assert.deepEqual(state.spec.packages?.slice(-2), ['nano', 'vim'], form);
    assertNowhere(JSON.stringify(state), key, form);
  }
});

test('the draft on disk holds nothing of a private key, whether it was pasted or an earlier version kept it', async (t) => {
  const config = newFolder('secrets-');
  t.after(() => rmSync(config, { recursive: true, force: true }));
  const drafts = openDrafts({ XDG_STATE_HOME: config });
  const onDisk = () =>
    readdirSync(config, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => readFileSync(path.join(entry.parentPath ?? entry.path, entry.name), 'utf8'))
      .join('\n');
  for (const [form, key] of keys) {
    const keeper = new DraftKeeper(drafts);
    const driver = new Driver()
      .walkTo('system')
      .fill('Host name', 'pump')
      .field('SSH keys of root')
      .paste(key);
    keeper.note(driver.state);
    await keeper.flush();
    assert.match(onDisk(), /"pump"/, form);
    assertNowhere(onDisk(), key, form);
    const { dir } = driver.state;
    const draft = { dir, savedAt: today.toISOString(), screen: 'system', document: {} };
    await drafts.write(dir, { ...draft, texts: { 'system.rootSshKeys': key, name: 'half' } });
    assertNowhere(onDisk(), key, form);
    assert.deepEqual((await drafts.read(dir)).drafts[0]?.texts, { name: 'half' }, form);
  }
});
