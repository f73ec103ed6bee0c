import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { type Draft, openDrafts } from '../../src/presets/drafts.js';
import { draftsFolder } from '../../src/presets/store-folders.js';
import { failureOf } from '../helpers/failure-of.js';
import { scratchFolder } from '../helpers/scratch.js';

function setting(t: { after(undo: () => void): void }) {
  const env = { XDG_STATE_HOME: path.join(scratchFolder(t), 'state') };
  const folder = draftsFolder(env);
  const open = () => openDrafts(env, () => new Date('2026-11-22T10:11:12.345Z'));
  const files = () => readdirSync(folder).map((name) => path.join(folder, name));
  return { env, folder, open, files };
}

const draft = (dir: string, screen = 'sizes'): Draft => ({
  ...{ dir, screen, savedAt: '2026-11-22T10:00:00.000Z' },
  document: { version: 1, name: 'robot', packages: ['bash'] },
  texts: { hostname: 'rob ot' },
});
const nothing = { drafts: [], message: null };

test('a draft is read back by the next wizard, until it is removed; the file is for its owner only', async (t) => {
  const { open, files } = setting(t);
  assert.deepEqual(await open().read('/work/a'), nothing);
  const drafts = open();
  await drafts.write('/work/a', draft('/work/a'));
  assert.deepEqual(await open().read('/work/a'), { drafts: [draft('/work/a')], message: null });
  assert.deepEqual(
    files().map((file) => (statSync(file).mode & 0o777).toString(8)),
    ['600'],
  );
  await drafts.remove('/work/a');
  assert.deepEqual(await open().read('/work/a'), nothing);
  assert.deepEqual(files(), []);
});

test('to remove where nothing is, and to write after a removal, is not a failure', async (t) => {
  const { open } = setting(t);
  const drafts = open();
  await drafts.remove('/work/a');
  await drafts.write('/work/a', draft('/work/a'));
  await drafts.remove('/work/a');
  await drafts.write('/work/a', draft('/work/a', 'review'));
  assert.equal((await open().read('/work/a')).drafts[0]?.screen, 'review');
});

const at = (day: number, screen: string): Draft => ({
  ...draft('/work/a', screen),
  savedAt: `2026-11-${day}T10:00:00.000Z`,
});
const screensOf = async (drafts: ReturnType<typeof openDrafts>) =>
  (await drafts.read('/work/a')).drafts.map(({ screen }) => screen);

test('what an earlier run left is kept beside what a new one writes, and neither is lost with the other', async (t) => {
  const { open } = setting(t);
  await open().write('/work/a', at(20, 'disks'));
  const second = open();
  await second.write('/work/a', at(21, 'sizes'));
  await second.write('/work/a', at(22, 'system'));
  assert.deepEqual(await screensOf(open()), ['system', 'disks']);
  await second.remove('/work/a');
  assert.deepEqual(await screensOf(open()), ['disks']);
});

test('a run that goes on from a draft writes over it, and takes it away in the end, wherever it is kept', async (t) => {
  const { open } = setting(t);
  await open().write('/work/a', at(20, 'disks'));
  await open().write('/work/a', at(21, 'sizes'));
  const third = open();
  third.goOn('/work/a', at(20, '').savedAt);
  await third.write('/work/a', at(22, 'review'));
  assert.deepEqual(await screensOf(open()), ['review', 'sizes', 'disks']);
  await third.remove('/work/a');
  assert.deepEqual(await screensOf(open()), ['sizes']);
});

test('what a run wrote is kept too when it then goes on from something else', async (t) => {
  const { open } = setting(t);
  await open().write('/work/a', at(20, 'disks'));
  const drafts = open();
  await drafts.write('/work/a', at(21, 'sizes'));
  drafts.goOn('/work/a', at(20, '').savedAt);
  await drafts.write('/work/a', at(22, 'disks again'));
  assert.deepEqual(await screensOf(open()), ['disks again', 'sizes', 'disks']);
});

test('of drafts that pile up the newest are kept', async (t) => {
  const { open } = setting(t);
  for (const day of [10, 11, 12, 13, 14, 15]) await open().write('/work/a', at(day, `day ${day}`));
  assert.deepEqual(await screensOf(open()), ['day 15', 'day 14', 'day 13', 'day 12']);
});

test('two folders do not meet; one folder is the same however it is written', async (t) => {
  const { open } = setting(t);
  const drafts = open();
  await drafts.write('/work/a', draft('/work/a', 'one'));
  await drafts.write('/work/a/b', draft('/work/a/b', 'two'));
  assert.equal((await drafts.read('/work/a/')).drafts[0]?.screen, 'one');
  assert.equal((await drafts.read('/work/x/../a/b')).drafts[0]?.screen, 'two');
  await drafts.remove('/work/a');
  assert.equal((await drafts.read('/work/a/b')).drafts[0]?.screen, 'two');
});

test('of writes that are asked for at once the last one stays, and a removal is done in its turn', async (t) => {
  const { open, files } = setting(t);
  const drafts = open();
  const screens = Array.from({ length: 20 }, (_, turn) => `screen ${turn}`);
  await Promise.all(screens.map((screen) => drafts.write('/work/a', draft('/work/a', screen))));
  assert.equal((await open().read('/work/a')).drafts[0]?.screen, 'screen 19');
  await Promise.all([drafts.write('/work/a', draft('/work/a')), drafts.remove('/work/a')]);
  assert.deepEqual(files(), []);
});

test('two wizards that write at once: every draft that is kept is whole, and none fails', async (t) => {
  const { open, files } = setting(t);
  for (let round = 0; round < 5; round += 1) {
    const wizards = [open(), open(), open()];
    await Promise.all(
      wizards.map((drafts, turn) => drafts.write('/work/a', at(10 + turn, `screen ${turn}`))),
    );
    const { drafts, message } = await open().read('/work/a');
    assert.equal(message, null);
    assert.equal(drafts.length, files().length);
    for (const { screen } of drafts) assert.match(screen, /^screen \d$/);
  }
});

const whole = { version: 1, ...draft('/work/a') };
const damages: [string, string][] = [
  ['broken JSON', '{"dir": "/'],
  ['an empty file', ''],
  ['binary', '\u0000\u0001\u0002'],
  ['no object', '[]'],
  ['another version', JSON.stringify({ ...whole, version: 2 })],
  ['a wrong screen', JSON.stringify({ ...whole, screen: 7 })],
  ['no spec', JSON.stringify({ ...whole, document: undefined })],
  ['wrong texts', JSON.stringify({ ...whole, texts: 'x' })],
];

for (const [what, text] of damages) {
  test(`${what} instead of a draft is set aside with a message, when it is read and when it is written over`, async (t) => {
    const { open, files } = setting(t);
    await open().write('/work/a', draft('/work/a'));
    const [file = ''] = files();
    writeFileSync(file, text);
    const { drafts: read, message } = await open().read('/work/a');
    assert.deepEqual(read, []);
    const [aside = ''] = files();
    assert.ok(aside.startsWith(`${file}.broken-20261122T101112.345Z`), aside);
    assert.ok(message?.includes(aside), message ?? 'no message');
    assert.equal(readFileSync(aside, 'utf8'), text);
    writeFileSync(file, text);
    await open().write('/work/a', draft('/work/a', 'review'));
    assert.equal(
      files().filter((one) => one.includes('.broken-') && readFileSync(one, 'utf8') === text).length,
      2,
    );
    assert.equal((await open().read('/work/a')).drafts[0]?.screen, 'review');
  });
}

test('texts of fields that are none are left out, the others kept', async (t) => {
  const { open, files } = setting(t);
  await open().write('/work/a', draft('/work/a'));
  writeFileSync(files()[0] ?? '', JSON.stringify({ ...whole, texts: { hostname: 'x', memory: 7 } }));
  assert.deepEqual((await open().read('/work/a')).drafts[0]?.texts, { hostname: 'x' });
});

test('a folder instead of a draft: reading says so, writing fails with its path, and it stays', async (t) => {
  const { open, files } = setting(t);
  const drafts = open();
  await drafts.write('/work/a', draft('/work/a'));
  const [file = ''] = files();
  await drafts.remove('/work/a');
  mkdirSync(path.join(file, 'inside'), { recursive: true });
  const { drafts: read, message } = await open().read('/work/a');
  assert.deepEqual(read, []);
  assert.match(message ?? '', /could not be read: .*\.json/);
  assert.equal((await failureOf(open().write('/work/a', draft('/work/a')))).where, file);
  assert.deepEqual(readdirSync(file), ['inside']);
});

test('what a process that was killed had begun to write is gone a day later, with the next write and removal', async (t) => {
  const { open, folder, files } = setting(t);
  const twoDaysAgo = new Date(Date.now() - 48 * 3600 * 1000);
  const leave = (name: string, at: Date) => {
    mkdirSync(path.join(folder, name), { recursive: true });
    utimesSync(path.join(folder, name), at, at);
  };
  // The number of a process says nothing: it may be another container's.
  leave('.saving-999999999-new', new Date());
  leave('.saving-old', twoDaysAgo);
  const drafts = open();
  await drafts.write('/work/a', draft('/work/a'));
  assert.equal(files().length, 2);
  leave('.saving-1-old', twoDaysAgo);
  await drafts.remove('/work/a');
  assert.deepEqual(readdirSync(folder), ['.saving-999999999-new']);
});
