import assert from 'node:assert/strict';
import { it } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { cliProject, sharedCache } from './cli-project.js';
import { descendantsOf, processesOn, stillAlive } from './processes.js';
import { rootsProject } from './rootless-project.js';
import { theirs } from './their-project.js';

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
