import assert from 'node:assert/strict';
import path from 'node:path';
import { test } from 'node:test';
import { readOptions, supportedReleases } from './options.js';

const today = new Date('2026-11-28T12:00:00Z');
const read = (...words: string[]) => readOptions(words, ['kiosk', 'robot'], today);

test('without words it tries every bundled preset of every release that gets updates', () => {
  const { releases, presets, engines, boots } = read();
  assert.deepEqual(releases, [43, 44]);
  assert.deepEqual(presets, ['kiosk', 'robot']);
  assert.deepEqual([engines, boots], [null, true]);
});

test('a release is tried to the last day of its updates, and not before it is out', () => {
  const table: [string, number[]][] = [
    ['2026-12-09', [43, 44]],
    ['2026-12-10', [44]],
    ['2026-04-27', [42, 43]],
    ['2026-04-28', [42, 43, 44]],
  ];
  for (const [day, expected] of table) {
    assert.deepEqual(supportedReleases(new Date(`${day}T00:00:00Z`)), expected, day);
  }
});

test('words choose releases, presets and engines; a preset that is not bundled is a file', () => {
  const { releases, presets, engines, boots } = read(
    ...['--release', '44', '--preset', 'robot', '--preset', 'mine.json'],
    ...['--engine', 'native', '--engine', 'podman', '--no-boot'],
  );
  assert.deepEqual(releases, [44]);
  assert.deepEqual(presets, ['robot', path.resolve('mine.json')]);
  assert.deepEqual(engines, ['native', 'podman']);
  assert.equal(boots, false);
});

test('a wrong word is named', () => {
  for (const words of [['--release', 'f44'], ['--engine', 'lxc'], ['--what'], ['robot']]) {
    assert.throws(() => read(...words), new RegExp(words.at(-1) ?? ''), words.join(' '));
  }
});
