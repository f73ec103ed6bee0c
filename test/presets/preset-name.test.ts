import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import { presetName, presetNameProblem } from '../../src/presets/preset-name.js';
import { failureOf } from '../helpers/failure-of.js';
import { presetNamed, presetSetting } from './setting.js';

const good = [
  ...['a', '7', 'robot-1', 'gateway north', 'f44.min', 'a.b.c', 'c++', 'x_y', 'con', 'NUL', 'a..b', 'json'],
  ...['Zürich', 'ロボット', '机器人 3', 'рόбот', 'constructor', 'x'.repeat(64), '機'.repeat(64)],
];

const bad: [string, RegExp][] = [
  ['', /needs a name/],
  ['   ', /needs a name/],
  ['../x', /`\.\.\/x` is not a valid name/],
  ['a/b', /not a valid name/],
  ['/etc/passwd', /not a valid name/],
  ['.', /not a valid name/],
  ['..', /not a valid name/],
  ['.hidden', /not a valid name/],
  ['-rf', /not a valid name/],
  [' a', /not a valid name/],
  ['a ', /not a valid name/],
  ['a.', /not a valid name/],
  ['a\\b', /not a valid name/],
  ['a\0b', /`a\\u\{0\}b` is not a valid name/],
  ['a\nb', /`a\\u\{a\}b` is not a valid name/],
  ['a\u202eb', /`a\\u\{202e\}b` is not a valid name/],
  ['a:b', /not a valid name/],
  ['a*', /not a valid name/],
  ['$x', /not a valid name/],
  ['a.json', /`a\.json` looks like a file: leave out `\.json`/],
  ['a.JSON', /looks like a file/],
  ['x'.repeat(65), /`x{20}\.\.\.` is too long: 64 letters/],
  ['𠀀'.repeat(64), /is too long: .* 200 bytes/],
];

test('names are letters and digits of any script with blanks and some signs inside, up to 64', () => {
  for (const name of good) assert.equal(presetNameProblem(name), null, name);
  for (const [name, problem] of bad) assert.match(presetNameProblem(name) ?? '', problem, name);
});

test('every name that is taken can be saved, listed, read, set aside and deleted', async (t) => {
  const { store, put, folder } = presetSetting(t);
  for (const name of good) await store.save(presetNamed(name));
  const listed = (await store.list()).filter(({ origin }) => origin === 'own');
  assert.deepEqual(listed.map(({ name }) => name).sort(), good.map((name) => name.normalize('NFC')).sort());
  for (const name of good) {
    assert.equal((await store.read(name)).description, `About ${name}.`);
    put(`${name.normalize('NFC')}.json`, 'damaged');
    assert.notEqual((await store.save(presetNamed(name))).setAside, null);
    await store.delete(name);
  }
  assert.equal(readdirSync(folder).filter((name) => !/\.json\.(broken|deleted)-/.test(name)).length, 0);
});

test('what is not a name writes nothing, and is called an unknown preset when it is asked for', async (t) => {
  const { store, config } = presetSetting(t);
  for (const [name] of bad) {
    const failure = await failureOf(store.save(presetNamed(name)));
    assert.equal(failure.status, 2, name);
    assert.match(failure.remedy ?? '', /for example `robot-1`/);
    assert.match((await failureOf(store.read(name))).what, /There is no preset/);
  }
  assert.throws(() => readdirSync(config), /ENOENT/);
});

test('letters made of several signs are one letter: a name is found however it was typed', async (t) => {
  const { store, put } = presetSetting(t);
  const [composed, apart] = ['Zürich', 'Zu\u0308rich'];
  assert.equal(presetName(apart), composed);
  await store.save(presetNamed(apart));
  assert.equal((await store.read(composed)).name, composed);
  assert.equal((await failureOf(store.save(presetNamed(composed)))).status, 2);
  put('u\u0308.json', JSON.stringify({ version: 1 }));
  const other = (await store.list()).find(({ name }) => name === 'u\u0308');
  assert.match(other?.problem?.what ?? '', /not composed/);
});
