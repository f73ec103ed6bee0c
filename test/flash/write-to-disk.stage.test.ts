import assert from 'node:assert/strict';
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { PassThrough } from 'node:stream';
import { it } from 'node:test';
import { createNativeEngine } from '../../src/engine/native/native.js';
import { disksHere, findDisk } from '../../src/flash/find-disk.js';
import { openFlashImage } from '../../src/flash/flash-image.js';
import { type FlashOrder, flashedText, writeToDisk } from '../../src/flash/write-to-disk.js';
import { failureOf } from '../helpers/failure-of.js';
import { type LoopDisk, loopDisk } from './loop-disk.js';

async function orderOf({ device, image }: LoopDisk): Promise<FlashOrder> {
  const here = await disksHere(createNativeEngine(), new AbortController().signal);
  return { image: await openFlashImage(image), disk: await findDisk(device, here), isForced: true };
}

/** Writes, and stops when this is printed of it. */
function write(order: FlashOrder, stopAt: RegExp | null = null) {
  const abort = new AbortController();
  const stdout = new PassThrough();
  let printed = '';
  stdout.on('data', (bytes: Buffer) => {
    printed += bytes.toString();
    if (stopAt?.test(printed) === true) abort.abort();
  });
  const context = { stdout, stderr: new PassThrough(), env: {}, signal: abort.signal };
  return writeToDisk(order, { context, json: true });
}

it('an image is on the disk byte for byte, and the rest of the old content is no partition table', async (t) => {
  const loop = loopDisk(t);
  const order = await orderOf(loop);
  const report = await write(order);
  assert.deepEqual(report, { bytes: loop.content.length, isEjected: false });
  assert.match(flashedText(order, report), /robot-installer\.iso is on \/dev\/loop\d+, and was read back\.$/);
  assert.ok(loop.bytes().subarray(0, loop.content.length).equals(loop.content));
});

it('who interrupts it is told that half an image is on the disk, and a machine does not start from it', async (t) => {
  const loop = loopDisk(t);
  const order = await orderOf(loop);
  const failure = await failureOf(write(order, /"task-bytes","task":"write"/));
  assert.equal(failure.status, 130);
  assert.match(
    failure.what,
    /was interrupted\. The disk holds half of an image, and no machine starts from it\./,
  );
  assert.ok(
    loop
      .bytes()
      .subarray(0, 2 ** 20)
      .every((byte) => byte === 0),
  );
  // Nothing of the program keeps the disk, and the next run does it.
  await write(order);
  assert.ok(loop.bytes().subarray(0, loop.content.length).equals(loop.content));
});

it('before it writes, an interruption leaves the disk as it was', async (t) => {
  const loop = loopDisk(t);
  const before = loop.bytes();
  const failure = await failureOf(write(await orderOf(loop), /"task-started","task":"check"/));
  assert.deepEqual([failure.status, failure.what], [130, 'Interrupted.']);
  assert.ok(loop.bytes().equals(before));
});

it('a disk that somebody else has for himself is refused by the kernel, also where lsblk sees nothing', async (t) => {
  const loop = loopDisk(t);
  const order = await orderOf(loop);
  const before = loop.bytes();
  const holder = await open(loop.device, constants.O_RDONLY | constants.O_EXCL);
  try {
    const failure = await failureOf(write(order));
    assert.equal(failure.status, 2);
    assert.match(failure.what, /\/dev\/loop\d+ is in use/);
  } finally {
    await holder.close();
  }
  assert.ok(loop.bytes().equals(before));
});

it('a disk that was changed for another one since it was chosen is left as it is', async (t) => {
  const loop = loopDisk(t);
  const { disk, ...order } = await orderOf(loop);
  const before = loop.bytes();
  const failure = await failureOf(write({ ...order, disk: { ...disk, serial: '4C53' } }));
  assert.equal(failure.status, 2);
  assert.match(failure.what, /was pulled out, and is another disk now/);
  assert.ok(loop.bytes().equals(before));
});
