import assert from 'node:assert/strict';
import { test } from 'node:test';
import { planDisks } from '../../../src/config/partitions/partition-plan.js';
import { freeSpans, neededSpans, type Span } from '../../../src/image/disk/needed-spans.js';
import { specOf } from '../spec-of.js';

const mebibyte = 2 ** 20;

function planned(sectorSize: 512 | 4096 = 512) {
  const spec = specOf((one) => {
    one.disks = { ...one.disks, sectorSize };
    if (sectorSize === 4096) one.partitions.sizes = { ...one.partitions.sizes, esp: 300 };
  });
  const [disk] = planDisks(spec).disks;
  if (disk === undefined) throw new Error('no disk');
  const placed = disk.partitions.map((partition) => ({
    partition,
    start: partition.startSector * sectorSize,
    bytes: partition.sizeMiB * mebibyte,
  }));
  return { disk, placed, size: disk.sizeMiB * mebibyte };
}

function covers(spans: readonly Span[], start: number, end: number): boolean {
  return spans.some((span) => span.start <= start && end <= span.end);
}

for (const sectorSize of [512, 4096] as const) {
  test(`both tables, and both ends of each partition, are needed on a disk with ${sectorSize}-byte sectors`, () => {
    const { disk, placed, size } = planned(sectorSize);
    const spans = neededSpans(disk, (partition) =>
      partition.fileSystem === 'ext4' ? [{ start: 0, end: partition.sizeMiB * mebibyte }] : [],
    );
    for (const [start, bytes] of [[0, size], ...placed.map((one) => [one.start, one.bytes])] as [
      number,
      number,
    ][]) {
      assert.ok(covers(spans, start, start + mebibyte));
      assert.ok(covers(spans, start + bytes - mebibyte, start + bytes));
    }
  });
}

test('ESPs, slots and all that is not known to be free are needed whole', () => {
  const { disk, placed } = planned();
  const spans = neededSpans(disk, () => []);
  for (const { partition, start, bytes } of placed) {
    const isWhole = covers(spans, start, start + bytes);
    assert.equal(isWhole, partition.fileSystem !== 'btrfs', partition.name);
  }
});

test('of a partition that is made on the device all is needed that the healer reads for whether it is blank', () => {
  const { disk, placed } = planned();
  const spans = neededSpans(disk, () => []);
  const made = placed.filter(
    ({ partition, bytes }) => partition.fileSystem === 'btrfs' && bytes > 80 * mebibyte,
  );
  assert.ok(made.length > 0);
  for (const { start, bytes } of made) {
    assert.ok(covers(spans, start, start + 65 * mebibyte));
    assert.ok(!covers(spans, start + 65 * mebibyte, start + bytes - mebibyte));
  }
});

test('what a file system has free is left out, block by block', () => {
  const { disk, placed } = planned();
  const log = placed.find(({ partition }) => partition.name === 'log');
  assert.ok(log !== undefined);
  // A block of the map is free only if all of it is.
  const free = [
    { start: 2 * mebibyte + 1024, end: 3 * mebibyte + 1024 },
    { start: 5 * mebibyte, end: 6 * mebibyte },
  ];
  const spans = neededSpans(disk, ({ name }) => (name === 'log' ? free : []));
  const holes = spans
    .slice(1)
    .map(({ start }, at) => [(spans[at]?.end ?? 0) - log.start, start - log.start])
    .filter(([start = 0]) => start > 0 && start < 10 * mebibyte);
  assert.deepEqual(holes, [
    [2 * mebibyte + 4096, 3 * mebibyte],
    [5 * mebibyte, 6 * mebibyte],
  ]);
});

const dump = `Filesystem volume name:   tfr-log
Block size:               1024
Fragment size:            1024
Group 0: (Blocks 1-8192) csum 0x1234
  Free blocks: 100-199, 300, 8000-8192
  Free inodes: 13-2032
Group 1: (Blocks 8193-16384) csum 0x1234 [INODE_UNINIT, BLOCK_UNINIT]
  Free blocks: 8451-16384
Group 2: (Blocks 16385-24576)
  Free blocks: 
`;

test('free blocks are read from what dumpe2fs prints', () => {
  assert.deepEqual(freeSpans(dump), [
    { start: 100 * 1024, end: 200 * 1024 },
    { start: 300 * 1024, end: 301 * 1024 },
    { start: 8000 * 1024, end: 8193 * 1024 },
    { start: 8451 * 1024, end: 16_385 * 1024 },
  ]);
  assert.equal(freeSpans('dumpe2fs: Bad magic number in super-block'), null);
});
