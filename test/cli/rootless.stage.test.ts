import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { it, type TestContext } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { mustRun } from '../helpers/run-program.js';
import { type CliProject, cliProject, linkCache, sharedCache, temporaryBelow } from './cli-project.js';
import { descendantsOf, mountsBelow, processesOn, stillAlive } from './processes.js';
import { type TheirProject, theirs } from './their-project.js';

/** Scripts that see whether all is as the build promises them, and give files to others. */
const outside = `set -e
[ "$(id -u)" = 0 ]
! touch /usr/made /etc/made /home/made /var/made 2>/dev/null
[ -z "$(ls /run/install/repo)" ]
echo made >/mnt/sysimage/etc/outside
chown 7:8 /mnt/sysimage/etc/outside
`;
const inside = `set -e
[ "$(cat /proc/sys/kernel/hostname)" = localhost ]
echo x >/dev/null
[ "$(head -c 3 /dev/zero | wc -c)" = 3 ]
[ "$(ls /sys/class/net)" = lo ]
! touch /sys/made 2>/dev/null
ln /etc/outside /etc/linked
chown robot /etc/hosts
mkdir /etc/shared
chown 0:12 /etc/shared
chmod 2775 /etc/shared
mkdir /etc/shared/sub
setpriv --reuid=robot --clear-groups touch /home/robot/own
`;
/** Leaves a process of another user behind, which must end with it. */
const onMachine = `setpriv --reuid=7 --clear-groups sleep 1000 &
while [ "$(cat /proc/$!/comm)" != sleep ]; do :; done
`;

/** What a change of owner takes away from a file. */
function setSpecialBits({ dir }: { dir: string }): void {
  mustRun('chmod', ['6755', path.join(dir, 'root.override/bin/tool')]);
  mustRun('chmod', ['3777', path.join(dir, 'root.override/var/spool/all')]);
}

/** A locked project of root's, with everything that takes part: owners, special bits, scripts inside and outside. */
async function rootsProject(t: TestContext): Promise<CliProject> {
  const project = await cliProject(t);
  await linkCache(project, 'packages', 'stages');
  await project.edit({ outputs: ['iso'], system: { users: [{ name: 'robot' }] } });
  await project.write('ks/ks.post-nochroot.cfg', outside);
  await project.write('ks/ks.post.cfg', inside);
  await project.write('build-hooks.d/leaves.sh', onMachine);
  await project.write('root.override/bin/tool', 'x');
  await project.write('root.override/var/spool/all/x', 'x');
  setSpecialBits(project);
  await project.must(['lock']);
  return project;
}

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

it('an ordinary user builds the same bytes as root, also after a Ctrl-C', async (t) => {
  const project = await rootsProject(t);
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

  const sums = (dir: string) => readFileSync(path.join(dir, 'output/SHA256SUMS'), 'utf8');
  assert.equal(digestOfSlot(their.dir, their.cacheDir), digestOfSlot(project.dir, project.cacheDir));
  assert.equal(sums(their.dir), sums(project.dir));
  const tool = mustRun('debugfs', ['-R', 'stat /usr/bin/tool', slotOf(their.dir, their.cacheDir)]);
  assert.match(tool, /Mode: +06755 [\s\S]*User: +0 +Group: +0 /);
  const owners = mustRun('find', [path.join(their.dir, 'output'), '-printf', '%u\n']);
  assert.deepEqual([...new Set(owners.trim().split('\n'))], [their.user.name]);
});

it('killed while packages are installed: nothing goes on', async (t) => {
  const project = await rootsProject(t);
  const their = theirs(t, project);
  const started = their.start(['build', '--json']);
  await started.until(/"task":"tree","text":"1\d of \d+: /);
  const children = descendantsOf(started.pid);
  started.kill('SIGKILL');
  await started.ended;
  for (const end = Date.now() + 5000; stillAlive(children).length > 0 && Date.now() < end; ) {
    await sleep(20);
  }
  assert.deepEqual(stillAlive(children), []);
  assert.deepEqual(processesOn(their.user.scratch), []);
});

it('where nobody gave the user ids, build and doctor say so, and how to get them', async (t) => {
  const project = await cliProject(t, { cacheDir: sharedCache });
  await project.must(['lock']);
  const their = theirs(t, project);
  const hidden = 'mount --bind /dev/null /etc/subuid';
  const remedy = /sudo usermod --add-subuids (\d+)-\d+ --add-subgids \1-\d+ tfr-tester/;
  const built = await their.start(['build'], hidden).ended;
  assert.equal(built.status, 3, built.stderr);
  assert.match(built.stderr, /rights to set up a root tree are missing/);
  assert.match(built.stderr, remedy);
  const closed = await their.start(['doctor'], hidden).ended;
  assert.equal(closed.status, 3);
  assert.match(closed.stdout, /^Rights: none/m);
  assert.match(closed.stdout, remedy);
  const open = await their.start(['doctor']).ended;
  assert.equal(open.status, 0, open.stdout);
  assert.match(open.stdout, /^Rights: user namespace with mapped ids\.$/m);
});
