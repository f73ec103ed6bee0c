import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { type TestContext, test } from 'node:test';
import { completionOf } from '../../src/commands/completion/completion.js';
import { scratchFolder } from '../helpers/scratch.js';

const commands = {
  build: { summary: 'build it', load: () => import('../../src/commands/build.js') },
  boot: { summary: 'boot it', load: () => import('../../src/commands/boot.js') },
  flash: { summary: 'write it', load: () => import('../../src/commands/flash.js') },
  powercut: { summary: 'cut the power', load: () => import('../../src/commands/powercut.js') },
  presets: { summary: 'named specs', load: () => import('../../src/commands/presets.js') },
};

/** What the shells' scripts get for the words of a command line; the last one is typed at the moment. */
async function answer(t: TestContext, ...words: string[]): Promise<{ paths: string; values: string[] }> {
  const cwd = scratchFolder(t);
  const presets = path.join(cwd, 'tmpfsroot-wizard/presets');
  mkdirSync(presets, { recursive: true });
  writeFileSync(
    path.join(presets, 'my arm.json'),
    JSON.stringify({ version: 1, name: 'my arm', description: 'Arm', spec: { version: 1 } }),
  );
  const stdout = new PassThrough();
  const context = {
    ...{ cwd, env: { HOME: cwd, XDG_CONFIG_HOME: cwd, XDG_CACHE_HOME: cwd } },
    ...{ stdout, stderr: new PassThrough(), stdin: new PassThrough(), signal: new AbortController().signal },
  };
  await completionOf(commands)(['--words', '--', ...words], context);
  const [paths = '', ...lines] = String(stdout.read() ?? '')
    .split('\n')
    .filter((line) => line !== '');
  return { paths, values: lines.map((line) => line.split('\t')[0] ?? '') };
}

test('the first word is a command, or an option of the wizard', async (t) => {
  assert.deepEqual(await answer(t, 'b'), { paths: 'none', values: ['build', 'boot'] });
  assert.deepEqual((await answer(t, '--p')).values, ['--preset', '--plain']);
  assert.equal((await answer(t, '-C', '')).paths, 'folders');
});

test('options of a command are those of its help', async (t) => {
  assert.deepEqual((await answer(t, 'build', '--rel')).values, ['--release']);
  assert.deepEqual((await answer(t, 'boot', '--sn')).values, ['--snapshot']);
  assert.deepEqual((await answer(t, 'boot', '--snapshot', '--sn')).values, []);
  assert.deepEqual((await answer(t, 'boot', '--he')).values, ['--help']);
});

test('values come from the records of the fields', async (t) => {
  assert.deepEqual((await answer(t, 'build', '--selinux', '')).values, [
    'disabled',
    'permissive',
    'enforcing',
  ]);
  assert.ok((await answer(t, 'build', '--output', '')).values.includes('iso'));
  assert.ok((await answer(t, 'build', '--release', '4')).values.includes('44'));
  assert.deepEqual((await answer(t, 'build', '--set', 'system.hostn')).values, ['system.hostname=']);
  assert.equal((await answer(t, 'build', '--key', '')).paths, 'files');
});

test('a value behind = keeps its option in zsh and fish, and stands alone in bash', async (t) => {
  assert.deepEqual((await answer(t, 'build', '--release=44')).values, ['--release=44']);
  assert.deepEqual((await answer(t, 'build', '--release', '=', '44')).values, ['44']);
  assert.ok((await answer(t, 'build', '--release', '=')).values.includes('44'));
});

test('presets are offered by name, only own ones where only those can be meant', async (t) => {
  const shown = await answer(t, 'presets', 'show', '');
  assert.ok(shown.values.includes('my arm') && shown.values.includes('kiosk'));
  assert.deepEqual((await answer(t, 'presets', 'delete', '')).values, ['my arm']);
  assert.deepEqual((await answer(t, 'presets', 'describe', '')).values, ['my arm']);
  assert.deepEqual((await answer(t, 'presets', 'de')).values, ['describe', 'delete']);
  assert.deepEqual((await answer(t, 'build', '--preset', 'my')).values, ['my arm']);
});

test('a disk to write to is offered by names that last, and an image by those of files', async (t) => {
  const { paths, values } = await answer(t, 'flash', '--disk', '');
  assert.equal(paths, 'none');
  for (const name of values) assert.match(name, /^\/dev\/disk\/by-id\/(?!.*-part\d)/);
  assert.equal((await answer(t, 'flash', '')).paths, 'files');
  assert.deepEqual((await answer(t, 'flash', '--for')).values, ['--force-disk']);
});

test('where a subcommand or an image may stand, both are offered, and then the scenarios', async (t) => {
  assert.deepEqual(await answer(t, 'powercut', 're'), { paths: 'files', values: ['replay'] });
  assert.deepEqual((await answer(t, 'powercut', 'disk.raw', '--scenario', 'up')).values, [
    'update',
    'update-without-barrier',
  ]);
  assert.equal((await answer(t, 'powercut', 'run', '')).paths, 'folders');
});

test('nothing is offered where nothing is known, and a wrong folder is no error', async (t) => {
  const nothing = { paths: 'none', values: [] };
  assert.deepEqual(await answer(t, 'biuld', ''), nothing);
  assert.deepEqual(await answer(t, 'build', '--hostname', ''), nothing);
  assert.deepEqual(await answer(t, 'build', '-C', '/none', '--package', 'ba'), nothing);
  assert.deepEqual(await answer(t, 'build', '--', '--rel'), nothing);
});
