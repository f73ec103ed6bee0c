import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createNativeEngine } from '../../src/engine/native.js';
import { failureOf } from '../helpers/failure-of.js';

/** What is said of a line of sh that fails. */
function failureOfScript(line: string) {
  const command = { program: 'sh', args: ['-c', line], purpose: 'trying' };
  return failureOf(createNativeEngine().run({ ...command, signal: new AbortController().signal }));
}

describe('a real program that fails says why, with a remedy of its own', () => {
  for (const [what, line, why, remedy] of [
    ['a full disk', 'head -c 9 /dev/zero > /dev/full', /disk is full/, /df -h/],
    [
      'too little memory',
      "ulimit -v 100000; exec /usr/bin/python3 -I -c 'bytearray(10**9)'",
      /not enough memory/,
      /ulimit -v/,
    ],
    ['memory that ran out: the kernel kills it', 'kill -9 $$', /ran out of memory/, /dmesg/],
    [
      'too many open files',
      'ulimit -n 10; exec /usr/bin/python3 -I -c \'x = [open("/dev/null") for _ in range(20)]\'',
      /Too many files are open/,
      /ulimit -n/,
    ],
  ] as const) {
    it(what, async () => {
      const failure = await failureOfScript(line);
      assert.equal(failure.status, 1);
      assert.match(failure.why ?? '', why);
      assert.match(failure.remedy ?? '', remedy);
    });
  }
});
