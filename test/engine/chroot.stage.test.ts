import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { Failure } from '../../src/base/failure.js';
import { createNativeEngine } from '../../src/engine/native/native.js';
import { type ChrootCommand, chrootCommand, readOnly } from '../../src/engine/views.js';
import { scratchFolder } from '../helpers/scratch.js';

const engine = createNativeEngine({ graceMs: 5000 });

/** A root tree that borrows the programs of this machine by read-only binds. */
function smallRoot(t: Parameters<typeof scratchFolder>[0]) {
  const root = scratchFolder(t);
  for (const name of ['dev', 'proc', 'sys', 'run', 'tmp', 'usr', 'data']) mkdirSync(path.join(root, name));
  for (const name of ['bin', 'lib', 'lib64', 'sbin']) symlinkSync(`usr/${name}`, path.join(root, name));
  const usr = { from: '/usr', to: '/usr', readOnly: true };
  const inside = (script: string, more: Partial<ChrootCommand> = {}) =>
    chrootCommand({
      root,
      program: 'sh',
      args: ['-c', script],
      purpose: 'testing',
      capture: true,
      ...more,
      binds: [usr, ...(more.binds ?? [])],
    });
  return { root, inside };
}

test('a program in a root tree sees its own devices, processes, host name and no network', async (t) => {
  const { root, inside } = smallRoot(t);
  const before = readdirSync(root);
  const { stdout } = await engine.run(
    inside(`
      echo x >/dev/null && head -c 2 /dev/zero | wc -c
      [ -c /dev/console ] && [ -c /dev/tty ] && [ -L /dev/fd ] && [ "$(echo in | cat /dev/stdin)" = in ] && echo devices
      cat /proc/sys/kernel/hostname
      ls -d /proc/[0-9]* | wc -l | { read n; [ "$n" -lt 8 ] && echo few; }
      [ "$(ls /sys/class/net)" = lo ] && echo lo
      touch /sys/x 2>/dev/null || echo sys-ro
      [ /proc/1/root -ef / ] || echo chroot
      touch /run/a /tmp/b /dev/shm/c; echo $HOME`),
  );
  assert.deepEqual(stdout.trim().split('\n'), [
    '2',
    'devices',
    'localhost',
    'few',
    'lo',
    'sys-ro',
    'chroot',
    '/root',
  ]);
  assert.deepEqual(readdirSync(root), before);
  for (const name of ['dev', 'proc', 'sys', 'run', 'tmp', 'usr']) {
    assert.deepEqual(readdirSync(path.join(root, name)), [], name);
  }
  assert.doesNotMatch(readFileSync('/proc/self/mountinfo', 'utf8'), new RegExp(root));
});

test('binds give folders and files of outside, read-only where asked, and leave nothing behind', async (t) => {
  const { root, inside } = smallRoot(t);
  const outside = scratchFolder(t);
  writeFileSync(path.join(outside, 'file'), 'content');
  const { stdout } = await engine.run(
    inside('cat /run/in/file /tmp/deep/one; touch /run/in/new 2>/dev/null || echo -ro; touch /data/made', {
      binds: [
        { from: outside, to: '/run/in', readOnly: true },
        { from: path.join(outside, 'file'), to: '/tmp/deep/one' },
        { from: outside, to: '/data' },
      ],
    }),
  );
  assert.equal(stdout, 'contentcontent-ro\n');
  assert.deepEqual(readdirSync(outside).sort(), ['file', 'made']);
  assert.deepEqual(readdirSync(path.join(root, 'data')), []);
});

test('a program of the host gets the prepared tree without entering it, and the folders that it names', async (t) => {
  const { root, inside } = smallRoot(t);
  const [given, kept] = [scratchFolder(t), scratchFolder(t)];
  writeFileSync(path.join(given, 'package'), 'content');
  const { stdout } = await engine.run(
    inside(
      `[ -c ${root}/dev/null ] && [ -d ${root}/proc/1 ] && cat ${given}/package; ls ${kept} 2>/dev/null || echo hidden
       touch ${given}/new 2>/dev/null || echo read-only`,
      { enter: false, folders: [readOnly(given)], binds: [] },
    ),
  );
  assert.equal(stdout, 'contenthidden\nread-only\n');
});

test('the status and the input of the program inside are passed on', async (t) => {
  const { inside } = smallRoot(t);
  const finished = await engine.run(inside('cat; exit 9', { input: 'given', okStatuses: [9] }));
  assert.deepEqual([finished.status, finished.stdout], [9, 'given']);
});

test('a failure names the program inside, not the one that starts it', async (t) => {
  const { inside } = smallRoot(t);
  await assert.rejects(engine.run(inside('exit 9')), /^Failure: `sh` ended with status 9 while /);
});

test('a mount point that is missing or a symbolic link is refused, and the host stays as it is', async (t) => {
  const { root, inside } = smallRoot(t);
  const trap = scratchFolder(t);
  symlinkSync(trap, path.join(root, 'link'));
  for (const to of ['/link', '/absent', '/run/../link']) {
    await assert.rejects(engine.run(inside('true', { binds: [{ from: '/usr', to }] })), (error) => {
      assert.ok(error instanceof Failure);
      assert.match(error.facts.lastLines?.join() ?? '', /has no folder|not a plain path/);
      return true;
    });
  }
  assert.equal(existsSync(path.join(root, 'absent')), false);
});

test('cancelling ends everything inside at once, also what moved to a session of its own', async (t) => {
  const { inside } = smallRoot(t);
  const abort = new AbortController();
  let started: () => void = () => {};
  const ready = new Promise<void>((resolve) => {
    started = resolve;
  });
  const marker = `tfr-marker-${process.pid}`;
  const run = engine.run(
    inside(`setsid sh -c 'while :; do sleep 1; done' ${marker} & echo ready; while :; do sleep 1; done`, {
      signal: abort.signal,
      onLine: () => started(),
    }),
  );
  run.catch(() => {});
  await ready;
  const begun = Date.now();
  abort.abort();
  await assert.rejects(run, (error) => error instanceof Failure && error.exitStatus === 130);
  assert.ok(Date.now() - begun < 4000, 'it took the whole grace time');
  const left = readdirSync('/proc').filter(
    (pid) => /^\d+$/.test(pid) && commandLine(pid).includes(`\0${marker}\0`),
  );
  assert.deepEqual(left, []);
});

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}
