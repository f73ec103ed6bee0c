import assert from 'node:assert/strict';
import { test } from 'node:test';
import { run as rebuild } from '../../src/commands/rebuild.js';
import { presetsSetting } from './presets-setting.js';

const files = {
  'tmpfsroot.json': JSON.stringify({ outputs: ['iso', 'pxe'] }),
  'ks/ks.post.cfg': 'echo one\necho two\n',
  'hooks.d/10.sh': 'true\n',
  'hooks.d/20.sh': 'true\n',
  'build-hooks.d/10.sh': 'true\n',
  'root.override/etc/motd': 'welcome\n',
};

test('rebuild --dry-run says which scripts and files of the folder come in, a line for each kind', async (t) => {
  const { call } = presetsSetting(t, files);
  const { stdout, stderr } = await call(['--dry-run'], { command: rebuild });
  const lines = [
    'ks: %post 2 lines',
    'root.override: 1 file',
    'hooks.d: 2 scripts',
    'build-hooks.d: 1 script',
  ];
  assert.deepEqual(stdout.split('\n').slice(1, 5), lines);
  assert.match(stderr, /Warning: .*`build-hooks\.d` concerns the ISO alone/);
});

test('it warns of nothing where there is no network installer', async (t) => {
  const { call } = presetsSetting(t, { ...files, 'tmpfsroot.json': JSON.stringify({ outputs: ['iso'] }) });
  const { stdout, stderr } = await call(['--dry-run', '--json'], { command: rebuild });
  assert.doesNotMatch(stderr, /concerns the ISO alone/);
  const plan = JSON.parse(stdout) as { parts: { name: string; text: string }[] };
  assert.deepEqual(plan.parts.at(-1), { name: 'build-hooks.d', text: '1 script' });
});
