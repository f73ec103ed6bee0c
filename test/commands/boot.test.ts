import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { type TestContext, test } from 'node:test';
import { run } from '../../src/commands/boot.js';
import { bootCommand, bootRequest } from '../../src/commands/boot-arguments.js';
import { parseWith } from '../../src/commands/parse.js';
import { Failure } from '../../src/spec/failure.js';
import { scratchFolder } from '../helpers/scratch.js';
import { writeBootSector } from '../vm/boot-sector.js';

/** A folder with a disk that UEFI cannot boot: its firmware says so on the serial console. */
function setting(t: TestContext) {
  const dir = scratchFolder(t);
  writeBootSector(path.join(dir, 'disk.raw'), '');
  mkdirSync(path.join(dir, 'cache'));
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  const abort = new AbortController();
  const boot = async (...words: string[]) => {
    const status = await run(words, {
      cwd: dir,
      env: { CACHE_DIR: path.join(dir, 'cache') },
      stdout,
      stderr,
      stdin: new PassThrough(),
      signal: abort.signal,
    });
    return { status, out: String(stdout.read() ?? ''), err: String(stderr.read() ?? '') };
  };
  return { dir, boot, abort, stdout };
}

const parse = (...words: string[]) =>
  bootRequest(parseWith(bootCommand(), words, { stdout: new PassThrough() })?.options ?? {});

test('flags become a request, with sizes as people write them', () => {
  assert.deepEqual(parse('--memory', '2G', '--cpus', '4', '--wait-for', 'login:', '--timeout', '60'), {
    iso: false,
    network: false,
    disk: null,
    memoryMiB: 2048,
    cpus: 4,
    snapshot: false,
    waitFor: 'login:',
    timeoutMs: 60_000,
    json: false,
  });
});

const refused: [string, string[], RegExp][] = [
  ['a memory that is none', ['--memory', 'lots'], /`lots`/],
  ['a memory too small for any system', ['--memory', '16'], /--memory 16/],
  ['no processor', ['--cpus', '0'], /--cpus 0/],
  ['a timeout without something to wait for', ['--timeout', '5'], /nothing to limit/],
  ['a timeout that is no number', ['--wait-for', 'x', '--timeout', 'soon'], /--timeout soon/],
  ['an empty text to wait for', ['--wait-for', ''], /no text/],
  ['an ISO and a disk at once', ['--iso', '--disk', 'x'], /`--iso` and `--disk` do not go together/],
  ['two ways to install', ['--iso', '--network'], /`--iso` and `--network` do not go together/],
];

for (const [what, words, message] of refused) {
  test(`refused with status 2: ${what}`, () => {
    assert.throws(
      () => parse(...words),
      (error) => error instanceof Failure && error.exitStatus === 2 && message.test(error.facts.what),
    );
  });
}

test('a folder where nothing was built, and a disk that is not there, change nothing', async (t) => {
  const { dir, boot } = setting(t);
  await assert.rejects(boot(), (error) => error instanceof Failure && error.exitStatus === 2);
  await assert.rejects(
    boot('--disk', 'absent'),
    (error) => error instanceof Failure && error.exitStatus === 2,
  );
  assert.equal(existsSync(path.join(dir, 'output')), false);
});

test('boot ends with status 0 when the text comes, shows the console and keeps it', async (t) => {
  const { dir, boot } = setting(t);
  const disk = readFileSync(path.join(dir, 'disk.raw'));
  const { status, out, err } = await boot(
    ...['--disk', 'disk.raw', '--snapshot', '--memory', '256', '--wait-for', 'BdsDxe'],
  );
  assert.equal(status, 0);
  assert.match(out, /BdsDxe/);
  assert.match(err, /Virtual machine with(out)? KVM/);
  assert.match(err, /Found `BdsDxe`/);
  assert.match(readFileSync(path.join(dir, 'output/vm/disk-console.log'), 'latin1'), /BdsDxe/);
  assert.deepEqual(readFileSync(path.join(dir, 'disk.raw')), disk);
});

test('a text that does not come ends with status 1 and the last lines; --json keeps the console away', async (t) => {
  const { boot, stdout } = setting(t);
  await assert.rejects(
    boot('--disk', 'disk.raw', '--memory', '256', '--wait-for', 'never', '--timeout', '15', '--json'),
    (error) => {
      assert.ok(error instanceof Failure);
      assert.equal(error.exitStatus, 1);
      assert.match(error.facts.what, /`never`/);
      return true;
    },
  );
  const events = String(stdout.read())
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line).event);
  assert.deepEqual(events, ['machine', 'boot']);
});

test('an interruption ends the machine, with status 130', async (t) => {
  const { boot, abort, stdout } = setting(t);
  const booting = boot('--disk', 'disk.raw', '--memory', '256');
  stdout.once('readable', () => abort.abort());
  await assert.rejects(booting, (error) => error instanceof Failure && error.exitStatus === 130);
});
