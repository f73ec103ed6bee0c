import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { passwordHash } from '../config/generated-specs.js';
import { failureOf } from '../helpers/failure-of.js';
import { presetsSetting } from './presets-setting.js';

const project = (fields: object = {}) => ({
  'tmpfsroot.json': JSON.stringify({ version: 1, name: 'robot', release: 44, ...fields }),
});

describe('presets', () => {
  it('alone prints what there is and ends with 2, with --help with 0', async (t) => {
    const { call } = presetsSetting(t);
    const { status, stderr } = await call([]);
    assert.equal(status, 2);
    const help = await call(['--help']);
    assert.equal(help.status, 0);
    assert.equal(help.stdout, stderr);
    for (const name of ['list', 'show', 'save', 'rename', 'describe', 'delete', 'export', 'import', 'diff']) {
      assert.match(help.stdout, new RegExp(`^  ${name} `, 'm'));
      assert.match(
        (await call([name, '--help'])).stdout,
        new RegExp(`Usage: tmpfsroot-wizard presets ${name} `),
      );
    }
  });

  it('a command that there is not is named with the nearest, and words too few or too many are refused', async (t) => {
    const { call } = presetsSetting(t);
    const { status, what, remedy } = await failureOf(call(['lst']));
    assert.equal(status, 2);
    assert.match(`${what} ${remedy}`, /`presets lst`.*`tmpfsroot-wizard presets list`/);
    assert.equal((await failureOf(call(['toString']))).status, 2);
    for (const words of [
      ['list', 'x'],
      ['show'],
      ['save'],
      ['rename', 'a'],
      ['describe', 'a'],
      ['delete'],
      ['export'],
      ['import'],
    ])
      assert.equal((await failureOf(call(words))).status, 2, words.join(' '));
  });
});

describe('presets list', () => {
  it('has a line for each preset: name, whose it is, what it is for, or why it cannot be read', async (t) => {
    const { call, own } = presetsSetting(t);
    await call(['save', 'ポンプ', '--description', 'For pumps.\nBecause.']);
    writeFileSync(path.join(own, 'torn.json'), '{"version": 1,');
    mkdirSync(path.join(own, 'folder.json'));
    const { status, stdout } = await call(['list']);
    assert.equal(status, 0);
    const lines = stdout.trimEnd().split('\n');
    assert.equal(lines.length, 9);
    assert.match(lines[5] ?? '', /^robot {8}shipped {2}Computer of a mobile robot/);
    assert.match(lines[6] ?? '', /^folder {7}yours {4}cannot be read: .*folder\.json/);
    assert.match(lines[7] ?? '', /^torn {9}yours {4}cannot be read: .*torn\.json:1:\d+/);
    assert.equal(lines[8], 'ポンプ       yours    For pumps. (sda from 20.6 GiB, 4 GiB memory)');
  });

  it('--json has an object for each', async (t) => {
    const { call, own } = presetsSetting(t);
    await call(['save', 'pump', '--description', 'For pumps.']);
    writeFileSync(path.join(own, 'torn.json'), '');
    const { stdout } = await call(['list', '--json']);
    const objects = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    assert.equal(objects.length, 8);
    assert.deepEqual(objects[6], {
      ...{ name: 'pump', origin: 'own', file: path.join(own, 'pump.json') },
      ...{ description: 'For pumps.', hardware: 'sda from 20.6 GiB, 4 GiB memory', problem: null },
    });
    assert.equal(objects[7]?.description, null);
    assert.match(String(objects[7]?.problem), /The file is empty/);
  });
});

describe('presets save and show', () => {
  it('keep what flags, environment and folder mean, with the packages, and print where', async (t) => {
    const { call, own } = presetsSetting(t, project({ system: { timezone: 'Asia/Tokyo' } }));
    const { status, stdout } = await call(['save', 'pump', '--disk', 'vda'], {
      env: { PARTSIZE_LOG: '3000' },
    });
    assert.equal(status, 0);
    assert.equal(stdout, `${path.join(own, 'pump.json')}\n`);
    const { stdout: json } = await call(['show', 'pump', '--json']);
    const { name, description, document } = JSON.parse(json);
    assert.deepEqual([name, description], ['pump', 'Saved from the project robot.']);
    assert.deepEqual(document.packages, ['bash', 'kernel']);
    assert.deepEqual(document.disks.devices, ['vda']);
    assert.equal(document.system.timezone, 'Asia/Tokyo');
    assert.match(JSON.stringify(document.partitions.sizes.log), /3000/);
    const text = (await call(['show', 'pump'])).stdout;
    assert.ok(text.startsWith('pump\n\nSaved from the project robot.\n\n{\n'));
    assert.deepEqual(JSON.parse(text.slice(text.indexOf('{'))), document);
  });

  it('replace only with --overwrite, keep the description then and a copy of what is lost', async (t) => {
    const { call, own } = presetsSetting(t);
    await call(['save', 'pump', '--description', 'For pumps.']);
    assert.match((await failureOf(call(['save', 'pump']))).remedy ?? '', /--overwrite/);
    const before = readFileSync(path.join(own, 'pump.json'), 'utf8');
    const { stderr } = await call(['save', 'pump', '--overwrite', '--disk', 'vdb']);
    const copy = /^Kept: (.+)$/m.exec(stderr)?.[1] ?? '';
    assert.match(path.basename(copy), /^pump\.json\.\d{4}-\d\d-\d\dT\d{6}$/);
    assert.equal(readFileSync(copy, 'utf8'), before);
    assert.deepEqual((await call(['list'])).stdout.match(/yours/g), ['yours']);
    assert.doesNotMatch((await call(['save', 'pump', '--overwrite', '--disk', 'vdb'])).stderr, /Kept/);
    const { description, document } = JSON.parse((await call(['show', 'pump', '--json'])).stdout);
    assert.equal(description, 'For pumps.');
    assert.deepEqual(document.disks.devices, ['vdb']);
  });

  it('with wrong flags, or a name that is not valid or shipped, write nothing', async (t) => {
    const { call, own } = presetsSetting(t);
    for (const words of [['pump', '--release', 'x'], ['../pump'], ['a.json'], ['robot']])
      assert.equal((await failureOf(call(['save', ...words]))).status, 2, words.join(' '));
    assert.equal(existsSync(own), false);
  });

  it('tell where a damaged file of that name is kept', async (t) => {
    const { call, own } = presetsSetting(t);
    await call(['save', 'pump']);
    writeFileSync(path.join(own, 'pump.json'), 'damaged');
    const { stderr } = await call(['save', 'pump']);
    const aside = /damaged; it is kept as (\S+)/.exec(stderr)?.[1] ?? '';
    assert.equal(readFileSync(aside, 'utf8'), 'damaged');
  });
});

describe('presets rename, describe and delete', () => {
  it('rename prints the new file', async (t) => {
    const { call, own } = presetsSetting(t);
    await call(['save', 'pump']);
    assert.equal((await call(['rename', 'pump', 'pump 2'])).stdout, `${path.join(own, 'pump 2.json')}\n`);
    assert.deepEqual(readdirSync(own), ['pump 2.json']);
  });

  it('describe replaces what the list says of one; a shipped one is refused', async (t) => {
    const { call } = presetsSetting(t);
    await call(['save', 'pump', '--description', 'Old.']);
    assert.match((await call(['describe', 'pump', 'For pumps.'])).stderr, /Described pump\./);
    assert.match((await call(['list'])).stdout, /^pump .*yours +For pumps\. \(/m);
    assert.match((await failureOf(call(['describe', 'robot', 'x']))).what, /cannot be described/);
  });

  it('delete asks first, and needs --yes where there is nobody to ask', async (t) => {
    const { call, own } = presetsSetting(t);
    await call(['save', 'pump']);
    assert.match((await failureOf(call(['delete', 'pump']))).remedy ?? '', /--yes/);
    assert.match((await failureOf(call(['delete', 'pump'], { answer: 'n' }))).what, /Nothing was deleted/);
    assert.match((await failureOf(call(['delete', 'pump'], { answer: '' }))).what, /Nothing was deleted/);
    assert.deepEqual(readdirSync(own), ['pump.json']);
    const { status, stderr } = await call(['delete', 'pump'], { answer: 'y' });
    assert.equal(status, 0);
    const [, kept = ''] =
      /Delete the preset pump\? \[y\/N\].*Deleted pump\. Kept: (.*)\n/s.exec(stderr) ?? [];
    assert.deepEqual(readdirSync(own), [path.basename(kept)]);
    await call(['import', kept, '--name', 'pump']);
    assert.match((await call(['list'])).stdout, /^pump .*yours/m);
  });

  it('delete --yes takes damaged ones too; a shipped and an unknown one are refused without a question', async (t) => {
    const { call, own } = presetsSetting(t);
    await call(['save', 'pump']);
    writeFileSync(path.join(own, 'pump.json'), 'damaged');
    assert.equal((await call(['delete', 'pump', '--yes'])).status, 0);
    assert.match((await failureOf(call(['delete', 'robot']))).what, /cannot be deleted/);
    assert.match((await failureOf(call(['delete', 'absent']))).what, /no preset `absent`/);
  });
});

describe('presets export and import', () => {
  it('a file, or standard output, that import takes under its name or another', async (t) => {
    const { call, dir } = presetsSetting(t, project());
    await call(['save', 'pump', '--description', 'For pumps.']);
    assert.equal((await call(['export', 'pump', 'out/pump.json'])).stdout, 'out/pump.json\n');
    const text = readFileSync(path.join(dir, 'out/pump.json'), 'utf8');
    assert.equal((await call(['export', 'pump'])).stdout, text);
    assert.equal(statSync(path.join(dir, 'out/pump.json')).mode & 0o777, 0o600);
    assert.match((await failureOf(call(['import', 'out/pump.json']))).what, /`pump` already/);
    await call(['import', 'out/pump.json', '--overwrite']);
    await call(['import', 'out/pump.json', '--name', 'site 7']);
    const exported = JSON.parse((await call(['export', 'site 7'])).stdout);
    assert.deepEqual(exported, { ...JSON.parse(text), name: 'site 7' });
  });

  it('export replaces a file only with --force, and keeps a copy of another one', async (t) => {
    const { call, dir } = presetsSetting(t, { 'mine.json': 'mine' });
    assert.match((await failureOf(call(['export', 'robot', 'mine.json']))).remedy ?? '', /--force/);
    assert.equal(readFileSync(path.join(dir, 'mine.json'), 'utf8'), 'mine');
    const { stderr } = await call(['export', 'robot', 'mine.json', '--force']);
    const copy = /^Kept: (.+)$/m.exec(stderr)?.[1] ?? '';
    assert.equal(path.dirname(copy), dir);
    assert.equal(readFileSync(copy, 'utf8'), 'mine');
    assert.equal((await call(['export', 'robot', 'mine.json', '--force'])).stderr, '');
    assert.equal(JSON.parse((await call(['show', './mine.json', '--json'])).stdout).name, 'robot');
  });

  it('export warns of hashes of passwords, and only then', async (t) => {
    const { call } = presetsSetting(t, project({ system: { rootPasswordHash: passwordHash } }));
    await call(['save', 'pump']);
    assert.match((await call(['export', 'pump'])).stderr, /password hashes/);
    assert.equal((await call(['export', 'robot'])).stderr, '');
  });

  it('save says that a preset holds hashes; show and diff do not show them', async (t) => {
    const { call } = presetsSetting(
      t,
      project({ system: { rootPasswordHash: passwordHash, users: [{ name: 'op', passwordHash }] } }),
    );
    assert.match((await call(['save', 'pump'])).stderr, /holds password hashes/);
    for (const words of [
      ['show', 'pump'],
      ['show', 'pump', '--json'],
      ['diff', 'robot', 'pump'],
      ['diff', 'robot', 'pump', '--json'],
    ]) {
      const { stdout, stderr } = await call(words);
      assert.ok(!`${stdout}${stderr}`.includes(passwordHash), words.join(' '));
    }
    assert.match((await call(['show', 'pump'])).stderr, /password hashes are not shown/);
    assert.equal((await call(['show', 'robot'])).stderr, '');
  });

  it('import of no file, a folder or a damaged file says so with its name', async (t) => {
    const { call, own } = presetsSetting(t, { 'torn.json': '{', 'folder/x': '' });
    for (const [file, what] of [
      ['absent.json', /no file `absent\.json`/],
      ['folder', /`folder` could not be read/],
      ['torn.json', /torn\.json:1:2/],
    ] as const) {
      const failure = await failureOf(call(['import', file]));
      assert.equal(failure.status, 2);
      assert.match(`${failure.where} ${failure.what}`, what);
    }
    assert.equal(existsSync(own), false);
  });
});

describe('presets diff', () => {
  it('shows what differs from a preset to another, or to the project with its packages', async (t) => {
    const { call } = presetsSetting(t, project({ system: { timezone: 'Asia/Tokyo' } }));
    await call(['save', 'pump']);
    assert.equal((await call(['diff', 'pump'])).stdout, 'Nothing differs.\n');
    assert.equal((await call(['diff', 'robot', 'robot'])).stdout, 'Nothing differs.\n');
    await call(['save', 'other', '--disk', 'vda', '--timezone', 'UTC']);
    const { status, stdout } = await call(['diff', 'pump', 'other']);
    assert.equal(status, 0);
    assert.match(stdout, /^disks\.devices:\n {2}- sda\n {2}\+ vda$/m);
    assert.match(stdout, /^system\.timezone: Asia\/Tokyo -> UTC$/m);
    assert.match((await call(['diff', 'other'])).stdout, /^system\.timezone: UTC -> Asia\/Tokyo$/m);
    assert.match(
      (await call(['diff', 'pump', '--timezone', 'UTC'])).stdout,
      /^system\.timezone: Asia\/Tokyo -> UTC$/m,
    );
  });

  it('takes files, and tells of a hash without showing it', async (t) => {
    const { call, dir } = presetsSetting(t, project({ system: { rootPasswordHash: passwordHash } }));
    await call(['save', 'pump']);
    await call(['export', 'pump', 'a.json']);
    writeFileSync(path.join(dir, 'tmpfsroot.json'), project()['tmpfsroot.json']);
    const { stdout } = await call(['diff', './a.json']);
    assert.equal(stdout, 'system.rootPasswordHash: (a hash) -> none\n');
  });

  it('--json has each change with both values', async (t) => {
    const { call } = presetsSetting(t, project());
    await call(['save', 'pump']);
    const { stdout } = await call(['diff', 'pump', '--timezone', 'Asia/Tokyo', '--json']);
    assert.deepEqual(JSON.parse(stdout), {
      ...{ from: 'pump', to: 'the project' },
      changes: [{ path: 'system.timezone', from: 'UTC', to: 'Asia/Tokyo' }],
    });
  });
});
