import assert from 'node:assert/strict';
import { test } from 'node:test';
import { settingFiles, settingScript } from '../../../src/image/settings/settings.js';
import { specOf } from '../spec-of.js';

test('settings that are plain files', () => {
  const spec = specOf(({ system }) => {
    system.hostname = 'edge-1';
    system.languages = ['de_DE.UTF-8', 'en_US.UTF-8'];
    system.keymap = 'de-nodeadkeys';
    system.rootSshKeys = ['ssh-ed25519 AAAA one', 'ssh-ed25519 BBBB two'];
  });
  const files = new Map(settingFiles(spec).map((file) => [file.path, file]));
  assert.equal(files.get('etc/hostname')?.content, 'edge-1\n');
  assert.equal(files.get('etc/locale.conf')?.content, 'LANG=de_DE.UTF-8\n');
  assert.equal(files.get('etc/vconsole.conf')?.content, 'KEYMAP=de-nodeadkeys\n');
  // Empty, and there: a new machine-id at each boot would make a new journal at each boot.
  assert.equal(files.get('etc/machine-id')?.content, '');
  const keys = files.get('root/.ssh/authorized_keys');
  assert.equal(keys?.content, 'ssh-ed25519 AAAA one\nssh-ed25519 BBBB two\n');
  assert.equal(keys?.mode, 0o600);
  for (const { path: name } of files.values()) assert.ok(!name.startsWith('/'), name);
});

test('nobody gets a key that was not given', () => {
  assert.ok(!settingFiles(specOf()).some((file) => file.path.includes('.ssh')));
  assert.doesNotMatch(settingScript(specOf()), /ssh/);
});
