import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { createNativeEngine } from '../../../src/engine/native/native.js';
import { logFile, runKickstartScripts } from '../../../src/image/scripts/kickstart-scripts.js';
import { aroundOverride } from '../../../src/image/settings/composed-tree.js';
import type { KickstartScript } from '../../../src/project/kickstart/kickstart-script.js';
import { failureOf } from '../../helpers/failure-of.js';
import { runProgram } from '../../helpers/run-program.js';
import { scratchFolder, writeTree } from '../../helpers/scratch.js';

function script(section: KickstartScript['section'], body: string, more: Partial<KickstartScript> = {}) {
  const file = `ks/ks.${section}.cfg`;
  return { section, file, line: 3, interpreter: '/bin/sh', errorOnFail: true, log: null, body, ...more };
}

/** Runs scripts on a tree that has only what the test puts there; answers what was logged and warned of. */
function setting(t: Parameters<typeof scratchFolder>[0]) {
  const dir = scratchFolder(t);
  const root = path.join(dir, 'root');
  mkdirSync(root);
  const logged: string[] = [];
  const place = {
    engine: createNativeEngine(),
    progress: { status() {}, bytes() {}, log: (line: string) => void logged.push(line) },
    signal: new AbortController().signal,
  };
  const run = (...scripts: KickstartScript[]) =>
    runKickstartScripts(place, scripts, { root, repo: null, epoch: 86_400 });
  return { root, logged, run };
}

/** Programs of this machine, for a tree that is entered: busybox needs no libraries. */
function addPrograms(root: string): void {
  for (const name of ['dev', 'proc', 'sys', 'run', 'tmp', 'bin']) mkdirSync(path.join(root, name));
  writeTree(root, {});
  runProgram('cp', [runProgram('sh', ['-c', 'command -v busybox']).stdout.trim(), `${root}/bin/busybox`]);
  chmodSync(path.join(root, 'bin/busybox'), 0o755);
  for (const name of ['sh', 'cat', 'chmod', 'mkdir', 'tee', 'date'])
    symlinkSync('busybox', path.join(root, 'bin', name));
}

describe('scripts of kickstart files', () => {
  test('outside of the tree write into it, in order, and know the time of the image', async (t) => {
    const { root, run, logged } = setting(t);
    const warnings = await run(
      script('pre-install', 'echo one >/mnt/sysimage/a; echo "said this"'),
      script(
        'post-nochroot',
        'cat /mnt/sysimage/a >/mnt/sysimage/b; date -u -d "@$SOURCE_DATE_EPOCH" +%F >>/mnt/sysimage/b',
      ),
    );
    assert.deepEqual(warnings, []);
    assert.equal(readFileSync(path.join(root, 'b'), 'utf8'), 'one\n1970-01-02\n');
    assert.deepEqual(logged, ['ks/ks.pre-install.cfg: said this']);
  });

  test('inside of the tree see it as their root, and leave their log in it', async (t) => {
    const { root, run, logged } = setting(t);
    addPrograms(root);
    await run(script('post', 'echo in >/seen; pwd; echo bad >&2', { log: '/var/log/ks/post.log' }));
    assert.equal(readFileSync(path.join(root, 'seen'), 'utf8'), 'in\n');
    assert.equal(readFileSync(path.join(root, 'var/log/ks/post.log'), 'utf8'), '/\nbad\n');
    assert.deepEqual(logged, ['ks/ks.post.cfg: /', 'ks/ks.post.cfg: bad']);
    assert.equal(existsSync(path.join(root, 'tmp/ks-script')), false);
  });

  test('are read by their interpreter, with its options', async (t) => {
    const { root, run } = setting(t);
    await run(
      script('post-nochroot', 'import sys; open("/mnt/sysimage/py", "w").write("yes")', {
        interpreter: '/usr/bin/python3',
      }),
      // As on Fedora, where sh is bash.
      script('post-nochroot', 'names=(one two); echo "${names[1]}" >/mnt/sysimage/array'),
    );
    assert.equal(readFileSync(path.join(root, 'py'), 'utf8'), 'yes');
    assert.equal(readFileSync(path.join(root, 'array'), 'utf8'), 'two\n');
    const stops = script('post-nochroot', 'false\ntouch /mnt/sysimage/after', { interpreter: '/bin/sh -eu' });
    assert.match((await failureOf(run(stops))).what, /status 1/);
    assert.equal(existsSync(path.join(root, 'after')), false);
  });

  for (const log of [null, '/mnt/sysimage/root/post.log']) {
    test(`stop the build when they fail, by their place and with what they said (log: ${log})`, async (t) => {
      const { root, run } = setting(t);
      const after = script('post-nochroot', 'touch /mnt/sysimage/after');
      const failure = await failureOf(run(script('post-nochroot', 'echo "no moon"\nexit 7', { log }), after));
      assert.equal(failure.where, 'ks/ks.post-nochroot.cfg:3');
      assert.match(failure.what, /status 7/);
      assert.deepEqual(failure.lastLines, ['no moon']);
      assert.equal(existsSync(path.join(root, 'after')), false);
    });
  }

  test('only warn where they may fail, and the next one runs', async (t) => {
    const { root, run, logged } = setting(t);
    const warnings = await run(
      script('post-nochroot', 'exit 7', { errorOnFail: false }),
      script('post-nochroot', 'touch /mnt/sysimage/after'),
    );
    assert.equal(warnings.length, 1);
    assert.match(warnings[0] ?? '', /ks\/ks\.post-nochroot\.cfg:3.* status 7/);
    assert.match(logged.join('\n'), /^warning: .*status 7/);
    assert.equal(existsSync(path.join(root, 'after')), true);
  });
});

test('a log is kept where it lies in the root tree', () => {
  const cases: [KickstartScript['section'], string | null, string | null][] = [
    ['post', null, null],
    ['post', '/root/ks-post.log', '/root/ks-post.log'],
    ['post', 'var/log/x', '/var/log/x'],
    ['post-nochroot', '/mnt/sysimage/root/x.log', '/mnt/sysimage/root/x.log'],
    ['post-nochroot', '/tmp/x.log', null],
    ['pre-install', '/mnt/sysimage/../../etc/x.log', null],
  ];
  for (const [section, log, expected] of cases) assert.equal(logFile({ section, log }), expected);
});

test('root.override comes before the first %post, as in tmpfsroot-fedora', () => {
  const nochroot = script('post-nochroot', '');
  const post = script('post', '');
  const cases: [KickstartScript[], number][] = [
    [[], 0],
    [[nochroot], 1],
    [[nochroot, nochroot, post, nochroot], 2],
    [[post, nochroot], 0],
  ];
  for (const [scripts, count] of cases) {
    const { before, after } = aroundOverride(scripts);
    assert.equal(before.length, count);
    assert.deepEqual([...before, ...after], scripts);
  }
});
