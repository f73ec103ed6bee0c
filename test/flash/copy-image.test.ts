import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { test } from 'node:test';
import {
  type Copying,
  checkImage,
  type Medium,
  type OpenDisk,
  verifyDisk,
  writeImage,
} from '../../src/flash/copy-image.js';
import type { FlashImage } from '../../src/flash/flash-image.js';
import { failureOf } from '../helpers/failure-of.js';
import { flashDisk } from './disks.js';

const mebibyte = 2 ** 20;

/** A file or a disk in memory; a disk takes whole sectors only, as one does that is open past the cache. */
class Memory {
  readonly bytes: Buffer;
  readonly medium: Medium;
  /** Called before each write. */
  onWrite: (at: number) => void = () => {};
  flushes = 0;

  constructor(bytes: Buffer, sectorSize = 1) {
    this.bytes = bytes;
    const whole = (...numbers: number[]) => {
      for (const number of numbers) assert.equal(number % sectorSize, 0, `${number} is not of whole sectors`);
    };
    this.medium = {
      read: async (chunk: Uint8Array, offset: number, length: number, at: number) => {
        whole(length, at);
        const bytesRead = this.bytes.copy(chunk, offset, at, at + length);
        return { bytesRead, buffer: chunk };
      },
      write: async (chunk: Uint8Array, offset: number, length: number, at: number) => {
        whole(length, at);
        this.onWrite(at);
        if (at + length > this.bytes.length) throw new Error('ENOSPC: no space left on device, write');
        this.bytes.set(chunk.subarray(offset, offset + length), at);
        return { bytesWritten: length, buffer: chunk };
      },
      datasync: async () => {
        this.flushes += 1;
      },
    } as unknown as Medium;
  }
}

const copying: Copying = { signal: new AbortController().signal, onBytes() {} };

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function imageOf(bytes: Buffer, parts: [number, number][] = [[0, bytes.length]]): FlashImage {
  return {
    ...{ file: '/p/output/robot.raw', bytes: bytes.length, sectorSize: null },
    ranges: parts.map(([start, end]) => ({
      start,
      bytes: end - start,
      sha256: sha256(bytes.subarray(start, end)),
    })),
  };
}

function setting(imageBytes: number, diskBytes: number, sectorSize = 512) {
  const content = randomBytes(imageBytes);
  const disk = new Memory(randomBytes(diskBytes), sectorSize);
  const open: OpenDisk = { medium: disk.medium, about: flashDisk({ bytes: diskBytes, sectorSize }) };
  return { content, disk, open, file: new Memory(content) };
}

const sizes: [string, number, number, number][] = [
  ['smaller than the beginning of a disk', 3000, 8 * mebibyte, 512],
  ['of several chunks', 9 * mebibyte + 2048, 16 * mebibyte, 512],
  ['that ends within a sector', 5 * mebibyte + 2048, 16 * mebibyte, 4096],
  ['as large as the disk', 6 * mebibyte, 6 * mebibyte, 512],
];
for (const [what, imageBytes, diskBytes, sectorSize] of sizes) {
  test(`an image ${what} is on the disk byte for byte, and is found there`, async () => {
    const { content, disk, open, file } = setting(imageBytes, diskBytes, sectorSize);
    const image = imageOf(content);
    await checkImage(file.medium, image, copying);
    await writeImage(file.medium, image, open, copying);
    assert.ok(disk.bytes.subarray(0, imageBytes).equals(content));
    await verifyDisk(image, open, copying);
    assert.ok(disk.flushes >= 2);
    const tail = disk.bytes.subarray(Math.max(imageBytes + sectorSize, diskBytes - mebibyte));
    assert.ok(tail.every((byte) => byte === 0));
  });
}

test('until the whole image is written, the disk has no beginning and no end that a machine would start from', async () => {
  const { content, disk, open, file } = setting(9 * mebibyte, 32 * mebibyte);
  const lookedAt: number[] = [];
  disk.onWrite = (at) => {
    if (at < mebibyte || at >= 31 * mebibyte) return;
    lookedAt.push(at);
    assert.ok(disk.bytes.subarray(0, mebibyte).every((byte) => byte === 0));
    assert.ok(disk.bytes.subarray(-mebibyte).every((byte) => byte === 0));
  };
  await writeImage(file.medium, imageOf(content), open, copying);
  assert.deepEqual(lookedAt, [mebibyte, 5 * mebibyte]);
});

test('of an image with a map only the named parts are written and compared', async () => {
  const { content, disk, open, file } = setting(12 * mebibyte, 16 * mebibyte);
  const before = Buffer.from(disk.bytes);
  const parts: [number, number][] = [
    [0, 4096],
    [2 * mebibyte, 2 * mebibyte + 8192],
    [11 * mebibyte, 12 * mebibyte],
  ];
  const image = imageOf(content, parts);
  await writeImage(file.medium, image, open, copying);
  await verifyDisk(image, open, copying);
  for (const [start, end] of parts)
    assert.ok(disk.bytes.subarray(start, end).equals(content.subarray(start, end)));
  const hole = [3 * mebibyte, 10 * mebibyte] as const;
  assert.ok(disk.bytes.subarray(...hole).equals(before.subarray(...hole)));
});

test('a changed image is refused before anything is written, and again if it changes later', async () => {
  const { content, disk, open, file } = setting(6 * mebibyte, 16 * mebibyte);
  const image = imageOf(content);
  file.bytes[5 * mebibyte] = (file.bytes[5 * mebibyte] ?? 0) ^ 1;
  const failure = await failureOf(checkImage(file.medium, image, copying));
  assert.equal(failure.status, 2);
  assert.match(failure.what, /not what was built/);
  assert.equal(disk.flushes, 0);
  await failureOf(writeImage(file.medium, image, open, copying));
  assert.ok(disk.bytes.subarray(0, mebibyte).every((byte) => byte === 0));
});

test('an image that became shorter is not what was built', async () => {
  const { content } = setting(6 * mebibyte, 16 * mebibyte);
  const image = imageOf(content);
  const shorter = new Memory(content.subarray(0, 5 * mebibyte));
  assert.match((await failureOf(checkImage(shorter.medium, image, copying))).what, /not what was built/);
});

test('a disk that loses a bit is found out, with where it lies', async () => {
  const { content, disk, open, file } = setting(6 * mebibyte, 16 * mebibyte);
  const image = imageOf(content, [
    [0, 4 * mebibyte],
    [4 * mebibyte, 6 * mebibyte],
  ]);
  await writeImage(file.medium, image, open, copying);
  disk.bytes[5 * mebibyte] = (disk.bytes[5 * mebibyte] ?? 0) ^ 1;
  const failure = await failureOf(verifyDisk(image, open, copying));
  assert.equal(failure.status, 1);
  assert.match(failure.what, /SanDisk Ultra \(\/dev\/sdb\) does not hold .* from 4\.2 MB to 6\.3 MB/);
});

test('a disk that is smaller than it says is told, with how far it took the image', async () => {
  const { content, open, file } = setting(9 * mebibyte, 7 * mebibyte);
  const lying = { ...open, about: { ...open.about, bytes: 9 * mebibyte } };
  const failure = await failureOf(writeImage(file.medium, imageOf(content), lying, copying));
  assert.equal(failure.status, 1);
  assert.match(failure.what, /cannot be written at 5\.2 MB/);
  assert.match(failure.why ?? '', /ENOSPC/);
});

test('it tells how far it is, up to the end, and stops between two chunks', async () => {
  const { content, open, file } = setting(9 * mebibyte, 16 * mebibyte);
  const image = imageOf(content);
  const told: number[] = [];
  const total = 9 * mebibyte;
  await writeImage(file.medium, image, open, {
    ...copying,
    onBytes: (done, all) => {
      assert.equal(all, total);
      told.push(done);
    },
  });
  assert.deepEqual(told, [0, mebibyte, 5 * mebibyte, total]);
  const abort = new AbortController();
  const failure = await failureOf(
    writeImage(file.medium, image, open, {
      signal: abort.signal,
      onBytes: (done) => done > mebibyte && abort.abort(),
    }),
  );
  assert.equal(failure.status, 130);
});
