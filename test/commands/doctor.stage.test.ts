import assert from 'node:assert/strict';
import { statfsSync } from 'node:fs';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { type TestContext, test } from 'node:test';
import { Failure } from '../../src/base/failure.js';
import { packageFile } from '../../src/base/fs/package-file.js';
import { run } from '../../src/commands/doctor.js';
import { runProgram } from '../helpers/run-program.js';
import { scratchFolder } from '../helpers/scratch.js';

/** Runs doctor with a cache folder of its own; by default without a terminal. */
function setting(t: TestContext, env: Record<string, string> = {}) {
  const cache = path.join(scratchFolder(t), 'cache');
  const stdout = new PassThrough();
  const doctor = async (...words: string[]) => {
    const status = await run(words, {
      cwd: '/',
      env: { CACHE_DIR: cache, ...env },
      stdout,
      stderr: new PassThrough(),
      stdin: new PassThrough(),
      signal: new AbortController().signal,
    });
    return { status, text: String(stdout.read() ?? '') };
  };
  return { cache, doctor };
}

test('doctor shows each program with what it is for, KVM, the rights and the cache', async (t) => {
  const { cache, doctor } = setting(t);
  const { status, text } = await doctor();
  assert.equal(status, 0);
  assert.match(text, /^here +xorriso +build +writes the installer ISO$/m);
  assert.match(text, /^Virtual machines: /m);
  assert.match(text, /^Rights: root\.$/m);
  assert.ok(text.includes(`Cache: ${cache}, `));
  assert.match(text, /\d GB free\.$/m);
  assert.match(text, /^Nothing is missing\.$/m);
});

test('doctor --json gives one object that programs can read', async (t) => {
  const { cache, doctor } = setting(t);
  const { text } = await doctor('--json');
  const report = JSON.parse(text);
  assert.equal(text.trim().split('\n').length, 1);
  assert.equal(report.install, null);
  assert.equal(report.cache.folder, cache);
  const { bavail, bsize } = statfsSync(cache);
  assert.ok(Math.abs(report.cache.free - bavail * bsize) < 20e9);
  assert.equal(typeof report.kvm.works, 'boolean');
  assert.ok(
    report.programs.some(({ name, path: file }: { name: string; path: string }) => name === 'rpm' && file),
  );
});

test('a cache folder that cannot be made is told, with status 3', async (t) => {
  const { doctor } = setting(t, { CACHE_DIR: '/etc/hostname/cache' });
  const { status, text } = await doctor();
  assert.equal(status, 3);
  assert.match(text, /\/etc\/hostname\/cache cannot be written to; name another with CACHE_DIR/);
});

test('doctor --install with nothing missing installs nothing and asks nobody', async (t) => {
  const { status } = await setting(t).doctor('--install');
  assert.equal(status, 0);
});

test('an option that does not exist is refused', async (t) => {
  await assert.rejects(
    setting(t).doctor('--instal'),
    (error) =>
      error instanceof Failure && error.exitStatus === 2 && /--install/.test(error.facts.remedy ?? ''),
  );
});

/** The whole program on a machine that lacks one file. */
function doctorWithout(t: TestContext, file: string, ...words: string[]) {
  const script = 'mount --bind /dev/null "$1" && shift && exec "$@"';
  const program = [process.execPath, path.join(packageFile('build'), 'src/cli.js'), 'doctor', ...words];
  return runProgram('unshare', ['--mount', 'sh', '-c', script, 'sh', file, ...program], {
    env: { CACHE_DIR: path.join(scratchFolder(t), 'cache'), TMPFSROOT_ENGINE: 'native' },
  });
}

test('a program that only the wizard uses is told as missing, and does not keep from building', (t) => {
  const { status, stdout } = doctorWithout(t, '/usr/bin/openssl');
  assert.equal(status, 0);
  assert.match(stdout, /^missing +openssl +wizard +hashes the passwords that you type$/m);
  assert.match(
    stdout,
    /^1 missing, for the wizard alone; all else works without\. To install it:\n.*openssl$/m,
  );
});

test('a program that building needs is told as missing, with status 3', (t) => {
  const { status, stdout } = doctorWithout(t, '/usr/bin/xorriso');
  assert.equal(status, 3);
  assert.match(stdout, /^1 missing\. To install it:\n.*xorriso$/m);
});
