import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { Failure } from '../../src/base/failure.js';
import { createNativeEngine } from '../../src/engine/native/native.js';
import { sysimageCommand } from '../../src/engine/views.js';
import { runProgram } from '../helpers/run-program.js';
import { scratchFolder } from '../helpers/scratch.js';

const engine = createNativeEngine();

function setting(t: Parameters<typeof scratchFolder>[0]) {
  // Below /tmp, which the program finds covered.
  const dir = scratchFolder(t);
  const root = path.join(dir, 'root');
  const repo = path.join(dir, 'repo');
  for (const folder of [root, repo]) mkdirSync(folder);
  writeFileSync(path.join(repo, 'manual'), 'content');
  const run = (script: string, shown: string | null = repo) =>
    engine.run(
      sysimageCommand({
        ...{ root, repo: shown, program: 'sh', args: ['-c', script], purpose: 'testing', capture: true },
      }),
    );
  return { dir, root, repo, run };
}

test('a script of outside writes into the root tree at /mnt/sysimage, and reads what the medium will have', async (t) => {
  const { root, run } = setting(t);
  const { stdout } = await run(`cp /run/install/repo/manual /mnt/sysimage/copy
    touch /run/install/repo/new 2>/dev/null || echo medium read-only
    pwd; ls /mnt`);
  assert.equal(stdout, 'medium read-only\n/\nsysimage\n');
  assert.equal(readFileSync(path.join(root, 'copy'), 'utf8'), 'content');
  assert.deepEqual((await run('ls /run/install/repo', null)).stdout, '');
});

test('it cannot write anywhere else on the machine, nor to a disk, nor reach a network', async (t) => {
  const { dir, root, repo, run } = setting(t);
  const places = [
    '/',
    '/etc',
    '/usr',
    '/root',
    '/var',
    '/var/lib',
    '/sys',
    '/proc/sys/kernel',
    process.cwd(),
  ];
  const { stdout } = await run(
    `for place in ${places.join(' ')}; do touch "$place/tfr-probe" 2>/dev/null && echo "wrote to $place"; done
     echo x 2>/dev/null >/proc/sysrq-trigger && echo sysrq
     for place in /dev /tmp /var/tmp /run /mnt; do touch "$place/tfr-probe" || echo "cannot use $place"; done
     ls /dev/sd* /dev/vd* /dev/nvme* /dev/disk /dev/mem 2>/dev/null
     find /dev -type b
     ls /sys/class/net; echo x >/dev/null; head -c 2 /dev/zero | wc -c
     ls -d ${dir} 2>/dev/null; echo end`,
  );
  assert.equal(stdout, 'lo\n2\nend\n');
  for (const place of [...places, '/dev', '/tmp', '/var/tmp', '/run', '/mnt'])
    assert.equal(existsSync(path.join(place, 'tfr-probe')), false, place);
  assert.deepEqual([readdirSync(root), readdirSync(repo)], [[], ['manual']]);
  assert.doesNotMatch(readFileSync('/proc/self/mountinfo', 'utf8'), /sysimage/);
  writeFileSync(path.join(dir, 'still-writable'), '');
});

test('status and input are passed on; a tree with a strange name is found too', async (t) => {
  const dir = path.join(scratchFolder(t), "a b'c\\d");
  mkdirSync(dir);
  const finished = await engine.run(
    sysimageCommand({
      ...{ root: dir, repo: null, program: 'sh', args: ['-c', 'cat >/mnt/sysimage/x; exit 9'] },
      ...{ purpose: 'testing', input: 'given', okStatuses: [9] },
    }),
  );
  assert.equal(finished.status, 9);
  assert.equal(readFileSync(path.join(dir, 'x'), 'utf8'), 'given');
});

test('cancelling ends everything that it started, and nothing stays mounted', async (t) => {
  const { root, repo } = setting(t);
  const abort = new AbortController();
  const marker = `tfr-sysimage-${process.pid}`;
  const run = engine.run(
    sysimageCommand({
      ...{ root, repo, program: 'sh', purpose: 'testing', signal: abort.signal },
      args: [
        '-c',
        `setsid sh -c 'while :; do sleep 1; done' ${marker} & echo ready; while :; do sleep 1; done`,
      ],
      onLine: () => abort.abort(),
    }),
  );
  await assert.rejects(run, (error) => error instanceof Failure && error.exitStatus === 130);
  // The brackets keep the search from finding itself.
  const search = `grep -lz '[t]${marker.slice(1)}' /proc/[0-9]*/cmdline`;
  assert.equal(runProgram('sh', ['-c', search]).stdout, '');
  assert.doesNotMatch(readFileSync('/proc/self/mountinfo', 'utf8'), /sysimage/);
});
