import assert from 'node:assert/strict';
import { test } from 'node:test';
import { interrupted, stageFailed } from '../../src/base/failure.js';
import { silentProgress } from '../../src/engine/progress.js';
import { ejectDisk, isEjectable } from '../../src/flash/eject-disk.js';
import type { FlashDisk } from '../../src/flash/flash-disk.js';
import { failureOf } from '../helpers/failure-of.js';
import { fakeEngine } from '../helpers/fake-engine.js';
import { flashDisk } from './disks.js';

/** Ejects a stick on a machine with these programs; answers whether it is ejected, and what was run. */
async function ejectWith(programs: readonly string[], failing: readonly string[] = []) {
  const abort = new AbortController();
  const engine = fakeEngine(({ program }) => {
    if (failing.includes(program)) throw stageFailed({ what: 'It is in use.' });
    return '';
  });
  engine.find = async (program) => (programs.includes(program) ? `/usr/bin/${program}` : null);
  const ctx = { engine, progress: silentProgress, signal: abort.signal };
  const isEjected = await ejectDisk(ctx, flashDisk());
  return [isEjected, engine.commands.map(({ program, args }) => [program, ...args].join(' '))];
}

test('a stick is powered off by udisks, else ejected; where neither works it is left as it is', async () => {
  const off = 'udisksctl power-off --no-user-interaction -b /dev/sdb';
  assert.deepEqual(await ejectWith(['udisksctl', 'eject']), [true, [off]]);
  assert.deepEqual(await ejectWith(['eject']), [true, ['eject /dev/sdb']]);
  assert.deepEqual(await ejectWith(['udisksctl', 'eject'], ['udisksctl']), [true, [off, 'eject /dev/sdb']]);
  assert.deepEqual(await ejectWith(['udisksctl'], ['udisksctl']), [false, [off]]);
  assert.deepEqual(await ejectWith([]), [false, []]);
});

test('who interrupts it is not told that it could not be ejected', async () => {
  const abort = new AbortController();
  const engine = fakeEngine(() => {
    abort.abort();
    throw interrupted();
  });
  const ctx = { engine, progress: silentProgress, signal: abort.signal };
  assert.equal((await failureOf(ejectDisk(ctx, flashDisk()))).status, 130);
});

const kinds: [string, Partial<FlashDisk>, boolean][] = [
  ['a stick', {}, true],
  ['a card, whose reader would go with it', { bus: 'mmc' }, false],
  ['a built-in disk', { isRemovable: false, bus: 'sata' }, false],
];
for (const [what, change, expected] of kinds) {
  test(`${what} is ${expected ? '' : 'not '}ejected`, () =>
    assert.equal(isEjectable(flashDisk(change)), expected));
}
