import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Finding } from '../../../src/base/finding.js';
import { userSpec } from '../../../src/config/fields/user.js';
import type { ImageSpec } from '../../../src/config/image-spec.js';
import { imageContent } from '../../../src/image/settings/image-content.js';
import {
  accountFindings,
  disabledUnits,
  settingFindings,
  unitFindings,
} from '../../../src/image/settings/image-findings.js';
import { specOf } from '../spec-of.js';

const content = imageContent(
  [
    ...['root', 'chrony'].map((name) => `user\t${name}`),
    ...['root', 'wheel', 'dialout', 'docker'].map((name) => `group\t${name}`),
    ...['sshd.service', 'getty@.service', 'chronyd.service', 'fstrim.timer'].map((name) => `unit\t${name}\t`),
    'unit\ttmp.mount\t/dev/null',
    ...['C.utf8', 'de_AT.utf8', 'de_DE', 'de_DE.utf8', 'hi_IN', 'sr_RS.utf8@latin'].map(
      (name) => `locale\t${name}`,
    ),
    ...['us.map.gz', 'de.map.gz', 'de-nodeadkeys.map.gz', 'trq.map'].map((name) => `keymap\t${name}`),
    ...['UTC', 'Asia/Tokyo', 'posix/Asia/Tokyo'].map((name) => `timezone\t${name}`),
    'program\t/bin/zsh',
    '',
  ].join('\n'),
);
const bare = imageContent('');

function settingsOf(change: (system: ImageSpec['system']) => void, there = content): Finding[] {
  return settingFindings(
    specOf(({ system }) => change(system)),
    there,
  );
}

function accounts(users: Partial<ImageSpec['system']['users'][number]>[]): Finding[] {
  const whole = users.map((user) => userSpec({ name: 'op', ...user }));
  return accountFindings(
    specOf(({ system }) => (system.users = whole)),
    content,
  );
}

test('locales are those that glibc has in the image, however it writes them', () => {
  for (const language of [
    'C',
    'POSIX',
    'C.UTF-8',
    'de_DE',
    'de_DE.UTF-8',
    'de_AT.utf8',
    'hi_IN.UTF-8',
    'sr_RS.UTF-8@latin',
  ])
    assert.deepEqual(
      settingsOf((system) => (system.languages = [language])),
      [],
      language,
    );
  const table: [language: string, remedy: RegExp][] = [
    ['ja_JP.UTF-8', /Add the package `glibc-langpack-ja`/],
    ['xx_XX.UTF-8', /`glibc-langpack-xx`/],
    ['de_CH.UTF-8', /Did you mean `de_AT\.utf8`\? It has `de_AT\.utf8`, `de_DE`, `de_DE\.utf8`\./],
    ['de_AT', /It has `de_AT\.utf8`/],
    ['de_DE.ISO-8859-15', /It has/],
    ['sr_RS.UTF-8', /It has `sr_RS.utf8@latin`/],
  ];
  for (const [language, remedy] of table) {
    const [finding, ...others] = settingsOf((system) => (system.languages = ['C.UTF-8', language]));
    assert.deepEqual(others, []);
    assert.equal(finding?.path, 'system.languages[1]', language);
    assert.match(finding.remedy, remedy);
  }
});

test('of many locales of a language the first are told', () => {
  const many = [...'abcdefg'].map((letter) => `locale\tde_A${letter.toUpperCase()}.utf8`).join('\n');
  const [finding] = settingsOf((system) => (system.languages = ['de_ZZ.UTF-8']), imageContent(many));
  assert.match(finding?.remedy ?? '', /It has `de_AA\.utf8`, .*`de_AE\.utf8` and others\.$/);
});

test('a project that says nothing of language is built in an image without any', () => {
  assert.deepEqual(
    settingsOf(() => {}, bare),
    [],
  );
});

test('keymap and time zone are files of the image', () => {
  assert.deepEqual(
    settingsOf((system) => Object.assign(system, { keymap: 'trq', timezone: 'posix/Asia/Tokyo' })),
    [],
  );
  const table: [change: Partial<ImageSpec['system']>, there: typeof content, path: string, remedy: RegExp][] =
    [
      [{ keymap: 'qwertz' }, content, 'system.keymap', /one of the 4/],
      [{ keymap: 'de-nodeadkey' }, content, 'system.keymap', /Similar ones in the image: `de-nodeadkeys`/],
      [{ keymap: 'uk' }, bare, 'system.keymap', /Add the package `kbd`/],
      [{ timezone: 'Asia/Tokio' }, content, 'system.timezone', /`Asia\/Tokyo`/],
      [{ timezone: 'asia/tokyo' }, content, 'system.timezone', /`Asia\/Tokyo`/],
      [{ timezone: 'Asia/Tokyo' }, bare, 'system.timezone', /Add the package `tzdata`/],
    ];
  for (const [change, there, path, remedy] of table) {
    const [finding, ...others] = settingsOf((system) => Object.assign(system, change), there);
    assert.deepEqual(others, []);
    assert.equal(finding?.path, path);
    assert.match(finding.remedy, remedy);
  }
});

test('accounts need their groups, and a name that no package has taken', () => {
  assert.deepEqual(accounts([{ groups: ['wheel'] }, { name: 'second', groups: ['op'] }]), []);
  assert.match(accounts([{ groups: ['dialuot'] }])[0]?.remedy ?? '', /Did you mean `dialout`\?/);
  assert.match(accounts([{ name: 'chrony' }])[0]?.message ?? '', /already has the user `chrony`/);
  assert.match(accounts([{ name: 'docker' }])[0]?.message ?? '', /already has the group `docker`/);
  // Groups of the spec are made first, and a number says that the user's own group is one that is there.
  const spec = specOf(({ system }) => {
    system.users = [userSpec({ name: 'docker', groups: ['ops'], gid: 999 })];
    system.groups = [{ name: 'ops', gid: null }];
  });
  assert.deepEqual(accountFindings(spec, content), []);
});

test('a login shell must be a program of the image', () => {
  const withShell = (shell: string) =>
    specOf(({ system }) => (system.users = [userSpec({ name: 'op', shell })]));
  assert.deepEqual(settingFindings(withShell('/bin/zsh'), content), []);
  assert.match(settingFindings(withShell('/bin/fish'), content)[0]?.message ?? '', /`\/bin\/fish` of `op`/);
});

test('units are files of the image, instances have their template, and masked ones cannot be enabled', () => {
  const found = (enabled: string[], required: string[] = []) =>
    unitFindings(
      specOf(({ system }) => Object.assign(system.services, { enabled, required })),
      content,
    );
  assert.deepEqual(found(['sshd', 'fstrim.timer', 'getty@tty9.service'], ['chronyd.service']), []);
  assert.match(found(['shsd'])[0]?.remedy ?? '', /Did you mean `sshd\.service`\?/);
  assert.equal(found([], ['nothing'])[0]?.path, 'system.services.required[0]');
  assert.match(found(['tmp.mount'])[0]?.message ?? '', /masks the unit `tmp\.mount`/);
});

test('a unit that is to be disabled and is not there is a warning', () => {
  const spec = specOf(({ system }) => (system.services.disabled = ['sshd', 'cups', 'chronid']));
  const { there, warnings } = disabledUnits(spec, content);
  assert.deepEqual(there, ['sshd']);
  assert.equal(warnings.length, 2);
  assert.match(warnings[1] ?? '', /`chronid\.service`.*Did you mean `chronyd\.service`\?/);
});
