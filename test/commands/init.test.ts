import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Writable } from 'node:stream';
import { test } from 'node:test';
import { Failure } from '../../src/base/failure.js';
import type { CommandContext, RunCommand } from '../../src/commands/command.js';
import { run as runInit } from '../../src/commands/init.js';
import { run as runSchema } from '../../src/commands/schema.js';
import { checkDocument } from '../../src/config/check-document.js';
import { projectJsonSchema } from '../../src/config/json-schema.js';
import { missingPackages } from '../../src/config/releases/required-packages.js';
import { openProject } from '../../src/project/folder/open-project.js';
import { acceptedBy } from '../config/small-json-schema.js';
import { filesIn, folderWith } from '../project/folder.js';

const allFiles = ['ks/ks.root.cfg', 'packages.list', 'tmpfsroot.json', 'tmpfsroot.schema.json'];

async function call(command: RunCommand, cwd: string, words: string[], env: NodeJS.ProcessEnv = {}) {
  const said = { stdout: '', stderr: '' };
  const into = (name: 'stdout' | 'stderr') =>
    new Writable({
      write(chunk, _encoding, done) {
        said[name] += chunk;
        done();
      },
    });
  const context: CommandContext = {
    cwd,
    env,
    stdout: into('stdout'),
    stderr: into('stderr'),
    stdin: process.stdin,
    signal: new AbortController().signal,
  };
  return { status: await command(words, context), ...said };
}

async function refusal(cwd: string, words: string[]): Promise<Failure> {
  try {
    await call(runInit, cwd, words);
  } catch (error) {
    assert.ok(error instanceof Failure, String(error));
    return error;
  }
  return assert.fail('it was accepted');
}

test('init makes a folder that builds: valid project file, needed packages, and nothing that is not applied', async (t) => {
  const dir = folderWith(t, {});
  const { status, stdout, stderr } = await call(runInit, dir, []);
  assert.equal(status, 0);
  assert.deepEqual(stdout.trim().split('\n').sort(), allFiles);
  assert.match(stderr, /tmpfsroot-wizard lock/);
  assert.deepEqual(filesIn(dir), allFiles);
  const project = await openProject({ dir, for: 'build', today: new Date('2026-11-22') });
  assert.deepEqual(
    project.findings.map(({ message }) => message.slice(0, 28)),
    ['Nobody can log in to this im'],
  );
  const names = project.packages.map(({ text }) => text);
  assert.deepEqual(missingPackages([...names, ...(names.includes('kernel') ? ['kernel-core'] : [])]), []);
});

test('the project file is fit for editors: it names its schema, which accepts it', async (t) => {
  const dir = folderWith(t, {});
  await call(runInit, dir, []);
  const read = (name: string) => JSON.parse(readFileSync(path.join(dir, name), 'utf8'));
  const document = read('tmpfsroot.json');
  assert.equal(document.$schema, './tmpfsroot.schema.json');
  assert.deepEqual(checkDocument(document), []);
  assert.ok(acceptedBy(read('tmpfsroot.schema.json'), document));
});

test('flags and the seed variables set the fields, and the folder named by -C is made', async (t) => {
  const dir = folderWith(t, {});
  const words = [
    '-C',
    'robot',
    '--disk',
    'sda,sdb',
    '--docker-disk',
    'sdb',
    '--docker-size',
    'rest',
    '--unattended',
  ];
  await call(runInit, dir, words, { FEDORA_MAJOR: '45', CACHE_DIR: '/somewhere' });
  const { spec } = await openProject({ dir: path.join(dir, 'robot'), for: 'build' });
  assert.equal(spec.name, 'robot');
  assert.equal(spec.release, 45);
  assert.deepEqual(spec.disks.devices, ['sda', 'sdb']);
  assert.deepEqual(spec.partitions.disks, { docker: 'sdb' });
  assert.equal(spec.partitions.sizes.docker, 'rest');
  assert.equal(spec.install.unattended, true);
  assert.equal(spec.cacheDir, null, "a person's own cache folder is not a property of the project");
});

test('init overwrites nothing: it names what is there and writes not even the other files', async (t) => {
  const dir = folderWith(t, { 'packages.list': 'mine\n' });
  const failure = await refusal(dir, []);
  assert.equal(failure.exitStatus, 2);
  assert.match(failure.facts.what, /`packages\.list`/);
  assert.doesNotMatch(failure.facts.what, /tmpfsroot\.json/);
  assert.deepEqual(filesIn(dir), ['packages.list']);
});

test('init --force keeps a copy of each file that is lost, the lock with them, and says where', async (t) => {
  const dir = folderWith(t, { 'packages.list': 'mine\n', 'rpms.lock': 'bash-5.2-1\n' });
  const { stdout, stderr } = await call(runInit, dir, ['--force']);
  assert.deepEqual(stdout.trim().split('\n').sort(), allFiles);
  const kept = [...stderr.matchAll(/^Kept: (.+)$/gm)].map((match) => match[1] ?? '');
  assert.deepEqual(
    kept.map((name) => [name.replace(/\d/g, '0'), readFileSync(path.join(dir, name), 'utf8')]),
    [
      ['packages.list.0000-00-00T000000', 'mine\n'],
      ['rpms.lock.0000-00-00T000000', 'bash-5.2-1\n'],
    ],
  );
  assert.notEqual(readFileSync(path.join(dir, 'packages.list'), 'utf8'), 'mine\n');
  const again = await call(runInit, dir, ['--force', '--json']);
  assert.deepEqual(JSON.parse(again.stdout).kept, []);
  writeFileSync(path.join(dir, 'tmpfsroot.json'), '{}');
  writeFileSync(path.join(dir, 'tmpfsroot.schema.json'), '{"title": "tmpfsroot.json"}');
  const { event, files, kept: copies } = JSON.parse((await call(runInit, dir, ['--force', '--json'])).stdout);
  assert.deepEqual([event, [...files].sort()], ['written', allFiles]);
  assert.match(copies.join(), /^tmpfsroot\.json\.[\dT-]+,rpms\.lock\.[\dT-]+$/);
});

test('wrong flags write nothing', async (t) => {
  const dir = folderWith(t, {});
  const failure = await refusal(dir, ['--release', 'rawhide', '--disk', 'sda1']);
  assert.equal(failure.exitStatus, 2);
  assert.equal(failure.facts.findings?.length, 2);
  assert.deepEqual(filesIn(dir), []);
});

test('a command line that is not understood leaves a broken project file alone too', async (t) => {
  const dir = folderWith(t, {});
  writeFileSync(path.join(dir, 'tmpfsroot.json'), '{ broken');
  await refusal(dir, ['--relase', '44', '--force']);
  assert.equal(readFileSync(path.join(dir, 'tmpfsroot.json'), 'utf8'), '{ broken');
});

test('schema prints the JSON Schema', async (t) => {
  const { status, stdout } = await call(runSchema, folderWith(t, {}), []);
  assert.equal(status, 0);
  assert.deepEqual(JSON.parse(stdout), JSON.parse(JSON.stringify(projectJsonSchema())));
});
