import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { readBuiltImage } from '../../src/build/built-image.js';
import { createNativeEngine } from '../../src/engine/native/native.js';
import { silentProgress } from '../../src/engine/progress.js';
import { planOfBuild, prepareDisks } from '../../src/vm/boot-plan.js';
import { formatOfDisk } from '../../src/vm/disk-file.js';
import { mustRun } from '../helpers/run-program.js';
import { scratchFolder } from '../helpers/scratch.js';
import { builtProject, kept, record } from './built-project.js';

const place = {
  engine: createNativeEngine(),
  progress: silentProgress,
  signal: new AbortController().signal,
};

async function backingOf(file: string): Promise<string> {
  const { stdout } = await place.engine.run({
    program: 'qemu-img',
    args: ['info', '--output=json', file],
    purpose: 'testing',
    capture: true,
  });
  return path.normalize((JSON.parse(stdout) as Record<string, string>)['full-backing-filename'] ?? '');
}

test('what was built is booted through an overlay that is kept until the build changes', async (t) => {
  const dir = builtProject(t);
  const plan = planOfBuild(await readBuiltImage(dir), dir, kept);
  const overlay = path.join(dir, 'output/vm/box.qcow2');
  assert.deepEqual(plan.disks[0]?.drive, {
    file: overlay,
    format: 'qcow2',
    sectorSize: 4096,
    bus: 'scsi',
    snapshot: false,
  });
  await prepareDisks(place, plan);
  assert.equal(await backingOf(overlay), path.join(dir, 'output/box.raw'));
  writeFileSync(plan.varsFile ?? '', 'variables');
  const { ino } = statSync(overlay);
  execFileSync('qemu-io', ['-f', 'qcow2', '-c', 'write -P 7 0 4096', overlay], { stdio: 'ignore' });
  const written = readFileSync(overlay);
  await prepareDisks(place, planOfBuild(await readBuiltImage(dir), dir, kept));
  assert.deepEqual(readFileSync(overlay), written, 'what the machine wrote is kept');
  assert.equal(statSync(overlay).ino, ino);
  assert.ok(existsSync(plan.varsFile ?? ''));

  writeFileSync(path.join(dir, 'output/build.json'), JSON.stringify(record('bb')));
  await prepareDisks(place, planOfBuild(await readBuiltImage(dir), dir, kept));
  assert.notDeepEqual(readFileSync(overlay), written, 'a new build is booted as it was built');
  assert.equal(existsSync(plan.varsFile ?? ''), false);
  assert.equal(readFileSync(path.join(dir, 'output/box.raw'), 'latin1'), '\0'.repeat(1 << 20));
});

test('an installation gets an empty disk of the plan’s size, each time', async (t) => {
  const dir = builtProject(t);
  const plan = planOfBuild(await readBuiltImage(dir), dir, { ...kept, iso: true });
  assert.deepEqual(plan.install?.from, { iso: path.join(dir, 'output/box-installer.iso') });
  assert.equal(plan.temporaryDir, null);
  await prepareDisks(place, plan);
  const disk = path.join(dir, 'output/vm/box-installed.qcow2');
  assert.equal(plan.disks[0]?.drive.file, disk);
  const empty = readFileSync(disk);
  execFileSync('qemu-io', ['-f', 'qcow2', '-c', 'write -P 7 0 4096', disk], { stdio: 'ignore' });
  await prepareDisks(place, plan);
  assert.deepEqual(readFileSync(disk), empty);
});

test('an image that other files belong to is not booted', (t) => {
  const dir = scratchFolder(t);
  const file = (name: string) => path.join(dir, name);
  writeFileSync(file('secret'), 'x'.repeat(4096));
  const make = (name: string, ...words: string[]) =>
    mustRun('qemu-img', ['create', '-q', '-f', 'qcow2', ...words, file(name), '1M']);
  make('whole.qcow2');
  make('backed.qcow2', '-F', 'raw', '-b', file('secret'));
  make('split.qcow2', '-o', `data_file=${file('data')}`);
  assert.equal(formatOfDisk(file('whole.qcow2'), readFileSync(file('whole.qcow2'))), 'qcow2');
  for (const name of ['backed.qcow2', 'split.qcow2'])
    assert.throws(() => formatOfDisk(file(name), readFileSync(file(name))), /content in other files/, name);
});
