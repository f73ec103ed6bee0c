import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { createNativeEngine } from '../../src/engine/native.js';
import { silentProgress } from '../../src/engine/progress.js';
import { planOfBuild, prepareDisks } from '../../src/vm/boot-plan.js';
import { readBuiltImage } from '../../src/vm/built-image.js';
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
