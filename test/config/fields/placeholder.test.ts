import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defaultSpec } from '../../../src/config/defaults.js';
import { placeholderIn } from '../../../src/config/fields/placeholder.js';
import { userSpec } from '../../../src/config/fields/user.js';
import { validateSpec } from '../../../src/config/findings/validate.js';

test('placeholders of templates are known by their form; other texts are not taken for one', () => {
  for (const [text, form] of [
    ['${root_password}', '${...}'],
    ['https://example.org/${arch}/', '${...}'],
    ['$(cat pw)', '$(...)'],
    ["$SNIPPET('network_config')", '$NAME(...)'],
    ['$tree', '$NAME'],
    ['{{ .Values.host }}', '{{...}}'],
    ['{% if x %}', '{%...%}'],
    ['<%= host %>', '<%...%>'],
    ['[% host %]', '[%...%]'],
    ['a@@HOST@@b', '@@...@@'],
    ['@HOST@', '@...@'],
    ['https://example.org/__ARCH__/', '__...__'],
    ['__host__', '__...__'],
    ['<your password>', '<...>'],
    ['https://example.org/%ARCH%/', '%...%'],
    ['%%INSTALL_URL%%', '%...%'],
    ['%host%', '%...%'],
  ] as const) {
    assert.equal(placeholderIn(text), form, text);
  }
  for (const text of [
    ...['robot-1', 'pa$word', 'a$b{c}', 'me@desk', 'a@b@c', 'py__init__', 'a<b>c', '100% sure %d', '$', '%'],
    ...[
      'https://example.org/%C3%A4%20b%C3%BC/',
      'https://example.org/a%2Fb%2Fc',
      'x=${',
      '',
      '@',
      '__',
      '<>',
    ],
    ...['$6$salt$hash', 'ü{{', '[%]', 'ssh-ed25519 AAAA me@desk', 'mitigations=off', 'kernel-*'],
  ]) {
    assert.equal(placeholderIn(text), null, text);
  }
});

test('a field of the spec that looks like one is a warning at its path', () => {
  const spec = defaultSpec();
  const before = validateSpec(spec, new Date('2026-11-22'));
  assert.deepEqual(before, []);
  spec.cacheDir = '${CACHE}/images';
  spec.system.kernelArguments = ['quiet', 'console=@@TTY@@'];
  spec.packages = ['bash', '__PACKAGES__'];
  const found = validateSpec(spec, new Date('2026-11-22'));
  assert.deepEqual(found.map(({ level, path }) => [level, path]).sort(), [
    ['warning', 'cacheDir'],
    ['warning', 'packages[1]'],
    ['warning', 'system.kernelArguments[1]'],
  ]);
});

test('where the field takes no such text, the error says that it is a placeholder, once', () => {
  const spec = defaultSpec();
  spec.system.hostname = '{{ host }}';
  spec.system.rootPasswordHash = 'geheim${x}';
  spec.system.rootSshKeys = ['${ssh_public_key}', '<your key>'];
  spec.system.users = [
    userSpec({ name: 'op', groups: [], passwordHash: '@@HASH@@', sshKeys: ['$SNIPPET(key)'] }),
  ];
  const found = validateSpec(spec, new Date('2026-11-22'));
  assert.deepEqual(
    found.map(({ level, path, message }) => [level, path, message]),
    (
      [
        ['system.hostname', '`{{ host }}`', '{{...}}'],
        ['system.rootPasswordHash', 'The value', '${...}'],
        ['system.rootSshKeys[0]', '`${ssh_public_key}`', '${...}'],
        ['system.rootSshKeys[1]', '`<your key>`', '<...>'],
        ['system.users[0].passwordHash', 'The value', '@@...@@'],
        ['system.users[0].sshKeys[0]', '`$SNIPPET(key)`', '$NAME(...)'],
      ] as const
    ).map(([path, shown, form]) => [
      'error',
      path,
      `${shown} looks like a placeholder (\`${form}\`) that was never filled in.`,
    ]),
  );
  assert.doesNotMatch(JSON.stringify(found), /geheim/);
});
