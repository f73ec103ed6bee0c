import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { describe, it, type TestContext } from 'node:test';
import { run } from '../../src/commands/diff.js';
import { formatLock } from '../../src/rpm/lock/lock-file.js';
import { failureOf, lockedPackage, lockOf, scratchFolder } from '../rpm/fixture.js';

const lockWith = (version: string) => formatLock(lockOf([lockedPackage({ name: 'bash', version })]));

/** A project folder whose rpms.lock has bash 3, and `diff(...words)` that runs the command there. */
async function setting(context: TestContext) {
  const dir = await scratchFolder(context);
  await writeFile(path.join(dir, 'rpms.lock'), lockWith('3'));
  const diff = async (...words: string[]) => {
    const stdout = new PassThrough();
    const signal = new AbortController().signal;
    const streams = { stdout, stderr: new PassThrough(), stdin: new PassThrough() };
    const status = await run(words, { cwd: dir, env: {}, ...streams, signal });
    assert.equal(status, 0);
    return String(stdout.read() ?? '');
  };
  const git = (...args: string[]) =>
    execFileSync('git', ['-C', dir, '-c', 'user.name=t', '-c', 'user.email=t@example.org', ...args]);
  return { dir, diff, git };
}

describe('diff', () => {
  it('compares with the last build, else with what git has', async (context) => {
    const { dir, diff, git } = await setting(context);
    const failure = await failureOf(diff());
    assert.equal(failure.status, 2);
    assert.match(failure.what, /nothing to be compared with/);
    await writeFile(path.join(dir, 'rpms.lock'), lockWith('2'));
    git('init', '-q');
    git('add', 'rpms.lock');
    git('commit', '-qm', 'lock');
    await writeFile(path.join(dir, 'rpms.lock'), lockWith('3'));
    assert.match(await diff(), /bash\.x86_64 {2}2-1\.fc41 -> 3-1\.fc41/);
    await mkdir(path.join(dir, 'output'));
    await writeFile(path.join(dir, 'output', 'rpms.lock'), lockWith('1'));
    assert.match(await diff(), /bash\.x86_64 {2}1-1\.fc41 -> 3-1\.fc41/);
  });

  it('compares the files or folders that are named', async (context) => {
    const { dir, diff } = await setting(context);
    await mkdir(path.join(dir, 'other'));
    await writeFile(path.join(dir, 'other', 'rpms.lock'), lockWith('4'));
    assert.match(await diff('other'), /^Downgraded \(1\)/);
    assert.match(await diff('rpms.lock', 'other/rpms.lock'), /^Upgraded \(1\)/);
    assert.equal(await diff('rpms.lock'), 'No package differs.\n');
    assert.equal((await failureOf(diff('absent'))).where, path.join(dir, 'absent'));
  });

  it('--json gives one object with every change and the sums', async (context) => {
    const { dir, diff } = await setting(context);
    await writeFile(path.join(dir, 'old'), lockWith('1'));
    const { changes, size } = JSON.parse(await diff('--json', 'old'));
    assert.deepEqual(changes, [
      {
        kind: 'upgraded',
        name: 'bash',
        arch: 'x86_64',
        from: '1-1.fc41',
        to: '3-1.fc41',
        size: 0,
        installedSize: 0,
      },
    ]);
    assert.deepEqual(size, { from: 1000, to: 1000 });
  });
});
