import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { test } from 'node:test';
import { Failure } from '../../src/base/failure.js';
import { bootCommand, bootRequest } from '../../src/commands/boot-arguments.js';
import { parseWith } from '../../src/commands/parse.js';
import { bootSetting } from './boot-setting.js';

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
  ['a memory that is not valid', ['--memory', 'lots'], /`lots`/],
  ['a memory too small for any system', ['--memory', '16'], /--memory 16/],
  ['no processor', ['--cpus', '0'], /--cpus 0/],
  ['a timeout without something to wait for', ['--timeout', '5'], /nothing to limit/],
  ['a timeout that is not a number', ['--wait-for', 'x', '--timeout', 'soon'], /--timeout soon/],
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
  const { dir, boot } = bootSetting(t);
  await assert.rejects(boot(), (error) => error instanceof Failure && error.exitStatus === 2);
  await assert.rejects(
    boot('--disk', 'absent'),
    (error) => error instanceof Failure && error.exitStatus === 2,
  );
  assert.equal(existsSync(path.join(dir, 'output')), false);
});
