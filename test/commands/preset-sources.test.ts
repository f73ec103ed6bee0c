import assert from 'node:assert/strict';
import path from 'node:path';
import { describe, it } from 'node:test';
import { Command } from 'commander';
import { run as init } from '../../src/commands/init.js';
import { parseWith } from '../../src/commands/parse.js';
import { addProjectOptions, openProjectFromOptions } from '../../src/commands/project-options.js';
import { run as rebuild } from '../../src/commands/rebuild.js';
import type { ImageSpec } from '../../src/config/image-spec.js';
import { presetContent } from '../../src/presets/preset-text.js';
import { openProject } from '../../src/project/folder/open-project.js';
import { Collector } from '../helpers/collector.js';
import { failureOf } from '../helpers/failure-of.js';
import { presetNamed } from '../presets/setting.js';
import { type PresetsSetting, presetsSetting } from './presets-setting.js';

/** The spec of `COMMAND words` in the folder. */
async function projectOf({ dir, env }: PresetsSetting, words: string[], more: Record<string, string> = {}) {
  const parsed = parseWith(addProjectOptions(new Command('build')), words, { stdout: new Collector() });
  assert.ok(parsed);
  const world = { stderr: new Collector(), signal: new AbortController().signal };
  return await openProjectFromOptions(
    parsed.options,
    { cwd: dir, env: { ...env, ...more }, ...world },
    'build',
  );
}

const logOf = ({ partitions }: ImageSpec) => partitions.sizes.log;

/** A preset with 1111 MiB of logs, in a file of the folder. */
const file = {
  'mine.json': JSON.stringify({
    ...presetContent(presetNamed('mine')),
    document: { version: 1, partitions: { sizes: { log: '1111M' } }, packages: ['nano'] },
  }),
};
const projectFile = {
  'tmpfsroot.json': JSON.stringify({ version: 1, partitions: { sizes: { log: '2222M' } } }),
};

describe('--preset', () => {
  it('loses to flag, environment and project file in this order, and wins over the defaults', async (t) => {
    const [without, withFile] = [presetsSetting(t, file), presetsSetting(t, { ...file, ...projectFile })];
    const [preset, flag] = [
      ['--preset', './mine.json'],
      ['--log-size', '4444M'],
    ];
    const variable = { PARTSIZE_LOG: '3333' };
    const table: [PresetsSetting, string[], Record<string, string>, number][] = [
      [without, [], {}, 2048],
      [without, preset, {}, 1111],
      [without, preset, variable, 3333],
      [without, [...preset, ...flag], {}, 4444],
      [withFile, preset, {}, 2222],
      [withFile, preset, variable, 3333],
      [withFile, [...preset, ...flag], variable, 4444],
      [withFile, [...preset, ...flag], {}, 4444],
    ];
    for (const [setting, words, env, log] of table)
      assert.equal(logOf((await projectOf(setting, words, env)).spec), log, `${words} ${Object.keys(env)}`);
  });

  it('is a name, or a file from where the command was started, also for another folder', async (t) => {
    const setting = presetsSetting(t, { ...file, 'robot/packages.list': 'bash\n' });
    await setting.call(['save', 'mine', '--preset', 'mine.json']);
    for (const word of ['mine', 'mine.json', './mine.json', path.join(setting.dir, 'mine.json')])
      assert.equal(logOf((await projectOf(setting, ['-C', 'robot', '--preset', word])).spec), 1111, word);
  });

  it('gives its packages only where the folder has no packages.list', async (t) => {
    const setting = presetsSetting(t, { ...file, 'empty/ks/ks.post.cfg': '' });
    const names = async (words: string[]) =>
      (await projectOf(setting, [...words, '--preset', './mine.json'])).packages.map(({ text }) => text);
    assert.deepEqual(await names([]), ['bash', 'kernel']);
    assert.deepEqual(await names(['-C', setting.dir]), ['bash', 'kernel']);
    const { spec } = await openPresetIn(setting, 'empty');
    assert.deepEqual(spec.packages, ['nano']);
  });

  it('that is not there, damaged or of a newer version is refused with the file or the nearest name', async (t) => {
    const setting = presetsSetting(t, {
      'torn.json': '{"version": 1,',
      'newer.json': '{"version": 7}',
    });
    for (const [word, said] of [
      ['./absent.json', /no file `\.\/absent\.json`.*presets list/],
      ['torn.json', /torn\.json:1:\d+/],
      ['newer.json', /newer\.json:1:\d+.*version 7.*latest/],
      ['robto', /no preset `robto`.*`robot`.*`\.\/robto\.json`/],
    ] as const) {
      const { status, where, what, remedy } = await failureOf(projectOf(setting, ['--preset', word]));
      assert.equal(status, 2);
      assert.match(`${where} ${what} ${remedy}`, said);
    }
  });
});

describe('commands with --preset', () => {
  it('rebuild --dry-run plans the image of the file', async (t) => {
    const setting = presetsSetting(t, file);
    const run = async (...words: string[]) =>
      await setting.call(['--dry-run', ...words], { command: rebuild });
    const { status, stdout } = await run('--preset', './mine.json', '--json');
    assert.equal(status, 0);
    assert.equal(JSON.parse(stdout).event, 'plan');
    assert.equal((await failureOf(run('--preset', './absent.json'))).status, 2);
  });

  it('init makes a folder that means what the preset means', async (t) => {
    const setting = presetsSetting(t);
    await setting.call(['-C', 'counter', '--preset', 'kiosk'], { command: init });
    const { spec, packages } = await openProject({ dir: path.join(setting.dir, 'counter'), for: 'build' });
    const kiosk = JSON.parse((await setting.call(['show', 'kiosk', '--json'])).stdout).document;
    assert.equal(spec.name, 'counter');
    assert.deepEqual(packages.map(({ text }) => text).sort(), [...kiosk.packages].sort());
    assert.equal((await setting.call(['diff', 'kiosk', '-C', 'counter'])).stdout, 'Nothing differs.\n');
  });
});

async function openPresetIn(setting: PresetsSetting, dir: string) {
  return await projectOf(setting, ['-C', dir, '--preset', './mine.json']);
}
