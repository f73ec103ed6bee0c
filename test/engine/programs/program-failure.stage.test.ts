import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { createNativeEngine } from '../../../src/engine/native/native.js';
import { failureOf } from '../../helpers/failure-of.js';
import { mustRun } from '../../helpers/run-program.js';
import { scratchFolder } from '../../helpers/scratch.js';

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

  it('a full disk is named: where it is mounted, as the folder written to may be gone by then', async (t) => {
    const disk = scratchFolder(t);
    mustRun('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', disk]);
    try {
      mkdirSync(path.join(disk, 'made/deep'), { recursive: true });
      const script = 'head -c 1M /dev/zero > "$1/big"';
      const args = ['-c', script, 'sh', path.join(disk, 'made/deep')];
      const run = createNativeEngine().run({ program: 'sh', args, purpose: 'trying' });
      assert.match((await failureOf(run)).remedy ?? '', new RegExp(`df -h ${disk}$`));
    } finally {
      mustRun('umount', [disk]);
    }
  });
});
