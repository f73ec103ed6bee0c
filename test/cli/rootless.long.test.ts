import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { attackTarget } from '../helpers/attack.js';
import { mustRun } from '../helpers/run-program.js';
import { temporaryBelow } from './cli-project.js';
import { descendantsOf, mountsBelow, processesOn, stillAlive } from './processes.js';
import { rootsProject, setSpecialBits } from './rootless-project.js';
import { type TheirProject, theirs } from './their-project.js';

function slotOf(dir: string, cacheDir: string): string {
  const { keys } = JSON.parse(readFileSync(path.join(dir, 'output/build.json'), 'utf8')) as {
    keys: Record<string, string>;
  };
  return path.join(cacheDir, 'stages', `slot-${keys.slot}`, 'slot.img');
}

function digestOfSlot(dir: string, cacheDir: string): string {
  return mustRun('sha256sum', [slotOf(dir, cacheDir)]).slice(0, 64);
}

function assertNothingLeft({ user, dir, cacheDir }: TheirProject): void {
  assert.deepEqual(processesOn(user.scratch), []);
  assert.deepEqual(mountsBelow(user.scratch), []);
  assert.deepEqual(temporaryBelow(cacheDir), []);
  assert.deepEqual(temporaryBelow(path.join(dir, 'output')), []);
}

it('an ordinary user builds the same bytes as root, also after a Ctrl-C, and no script leaves its place', async (t) => {
  const target = attackTarget(t, '/var/lib');
  const project = await rootsProject(t, target.attack);
  await project.must(['build']);
  const their = theirs(t, project);
  setSpecialBits(their);
  for (const moment of [/"task":"tree","text":"\d+ of \d+: /, /making the initramfs/]) {
    const started = their.start(['build', '--json']);
    await started.until(moment);
    while (descendantsOf(started.pid).length === 0) await sleep(5);
    const children = descendantsOf(started.pid);
    started.kill('SIGINT');
    assert.equal((await started.ended).status, 130);
    assert.deepEqual(stillAlive(children), []);
    assertNothingLeft(their);
  }
  const { status, stderr } = await their.start(['build']).ended;
  assert.equal(status, 0, stderr);
  assert.match(stderr, /Root tree: unchanged/);
  assertNothingLeft(their);

  target.assertUntouched();

  const sums = (dir: string) => readFileSync(path.join(dir, 'output/SHA256SUMS'), 'utf8');
  assert.equal(digestOfSlot(their.dir, their.cacheDir), digestOfSlot(project.dir, project.cacheDir));
  assert.equal(sums(their.dir), sums(project.dir));
  const tool = mustRun('debugfs', ['-R', 'stat /usr/bin/tool', slotOf(their.dir, their.cacheDir)]);
  assert.match(tool, /Mode: +06755 [\s\S]*User: +0 +Group: +0 /);
  const owners = mustRun('find', [path.join(their.dir, 'output'), '-printf', '%u\n']);
  assert.deepEqual([...new Set(owners.trim().split('\n'))], [their.user.name]);
});
