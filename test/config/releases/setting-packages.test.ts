import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defaultSpec } from '../../../src/config/defaults.js';
import { validateSpec } from '../../../src/config/findings/validate.js';
import { missingForBuild, missingForSettings } from '../../../src/rpm/lock/bootable.js';

const specWith = (change: object) => {
  const spec = defaultSpec();
  Object.assign(spec.system, change);
  return spec;
};
const lockOf = (...names: string[]) => ({ packages: names.map((name) => ({ name })) }) as never;

test('a lock must bring locale, keymap and time zone that settings name', () => {
  const spec = specWith({ languages: ['de_DE.UTF-8', 'C.UTF-8'], keymap: 'uk', timezone: 'Asia/Tokyo' });
  const lacks = (...names: string[]) =>
    missingForSettings(lockOf(...names), spec).map(({ anyOf }) => anyOf[0]);
  assert.deepEqual(lacks('glibc'), ['glibc-langpack-de', 'kbd', 'tzdata']);
  assert.ok(missingForSettings(lockOf('glibc'), spec).every(({ isDefault }) => !isDefault));
  assert.deepEqual(lacks('glibc-langpack-en', 'kbd', 'tzdata'), ['glibc-langpack-de']);
  assert.deepEqual(lacks('glibc-all-langpacks', 'kbd', 'tzdata'), []);
  const stops = (bringsFiles: boolean) =>
    missingForBuild(lockOf('kbd', 'tzdata'), spec, { bringsFiles }).some(
      ({ anyOf }) => anyOf[0] === 'glibc-langpack-de',
    );
  assert.ok(stops(false));
  assert.ok(!stops(true), 'root.override may bring it');
});

test('a project that names no language is told of it and built', () => {
  const spec = defaultSpec();
  assert.deepEqual(
    missingForSettings(lockOf('glibc'), spec).map(({ anyOf, isDefault }) => [anyOf[0], isDefault]),
    [['glibc-langpack-en', true]],
  );
  assert.ok(
    !missingForBuild(lockOf('glibc'), spec, { bringsFiles: false }).some(({ anyOf }) =>
      anyOf.includes('glibc-all-langpacks'),
    ),
  );
});

test('locales are judged by the rules of their names before there is an image', () => {
  const table: [language: string, level: 'error' | 'warning' | null, fix: string | null][] = [
    ['en_US.UTF-8', null, null],
    ['C', null, null],
    ['fil_PH.UTF-8', null, null],
    ['the_NP.UTF-8', null, null],
    ['tl_PH.UTF-8', null, null],
    ['sr_RS.UTF-8@latin', null, null],
    ['en', 'error', 'en_US.UTF-8'],
    ['ja.UTF-8', 'error', 'ja_JP.UTF-8'],
    ['de-at', 'error', 'de_AT.UTF-8'],
    ['xx', 'error', null],
    ['english', 'error', null],
    ['en_US', 'warning', 'en_US.UTF-8'],
    ['de_DE@euro', 'warning', 'de_DE.UTF-8@euro'],
    ['xx_XX.UTF-8', 'warning', null],
    ['en_UK.UTF-8', 'warning', 'en_GB.UTF-8'],
    ['eng_US.UTF-8', 'warning', 'en_US.UTF-8'],
    ['ja_JA', 'warning', 'ja_JP.UTF-8'],
  ];
  for (const [language, level, fix] of table) {
    const findings = validateSpec(specWith({ languages: [language] }), new Date('2026-11-22'));
    assert.ok(findings.length <= 1, language);
    assert.deepEqual([findings[0]?.level ?? null, findings[0]?.fix?.text ?? null], [level, fix], language);
  }
});
