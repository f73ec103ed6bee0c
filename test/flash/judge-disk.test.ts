import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FlashDisk } from '../../src/flash/flash-disk.js';
import { type JudgedImage, refusalOf } from '../../src/flash/judge-disk.js';
import { flashDisk, stickBytes } from './disks.js';

const iso: JudgedImage = { bytes: 209_000_000, sectorSize: null };
const mounted = [
  { what: 'sdb1 is mounted at /mnt', endedBy: 'umount /dev/sdb1' },
  { what: 'sdb2 is swap', endedBy: 'swapoff /dev/sdb2' },
];

const rows: [string, Partial<FlashDisk>, Partial<JudgedImage>, boolean, RegExp | null][] = [
  ['a stick', {}, {}, false, null],
  ['a stick that the image just fits on', {}, { bytes: stickBytes }, false, null],
  ['a stick that is a byte too small', {}, { bytes: stickBytes + 1 }, false, /too small: it has 8\.0 GB/],
  ['a mounted stick', { uses: mounted }, {}, false, /in use: sdb1 is mounted at \/mnt, sdb2 is swap\./],
  ['a mounted stick that is forced', { uses: mounted }, {}, true, /in use/],
  ['the disk of the system', { isSystem: true, uses: mounted }, {}, false, /This machine runs from/],
  ['the disk of the system that is forced', { isSystem: true }, {}, true, /This machine runs from/],
  ['a write-protected card', { isReadOnly: true }, {}, true, /write-protected/],
  ['a built-in disk', { isRemovable: false }, {}, false, /built in/],
  ['a built-in disk that is forced', { isRemovable: false }, {}, true, null],
  ['an image of a disk with other sectors', {}, { sectorSize: 4096 }, true, /sectors of 512 bytes/],
  ['an image of a disk with such sectors', {}, { sectorSize: 512 }, false, null],
];
for (const [what, disk, image, isForced, expected] of rows) {
  test(`${what} is ${expected === null ? 'taken' : `refused: ${expected.source}`}`, () => {
    const refusal = refusalOf(flashDisk(disk), { ...iso, ...image }, isForced);
    if (expected === null) assert.equal(refusal, null);
    else assert.match(refusal?.what ?? '', expected);
  });
}

test('what ends the use of a disk is told as commands, in their order', () => {
  assert.match(
    refusalOf(flashDisk({ uses: mounted }), iso, false)?.remedy ?? '',
    /sudo umount \/dev\/sdb1; sudo swapoff \/dev\/sdb2$/,
  );
});
