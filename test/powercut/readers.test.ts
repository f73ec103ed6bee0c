import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { FatReader } from '../../src/powercut/disk/fat.js';
import { readPartitionTables, usedTable } from '../../src/powercut/disk/gpt.js';
import { layOut, regionAt } from '../../src/powercut/disk/regions.js';
import { memoryDisk } from '../../src/powercut/disk/sectors.js';
import { firstState } from '../../src/slots/boot-state.js';
import { diskSectors, espFiles, fatDataAt, gapSector, places, smallDisk, smallFat } from './small-disk.js';

const damaged = (change: (disk: Buffer) => void): Buffer => {
  const disk = smallDisk();
  change(disk);
  return disk;
};

describe('a partition table', () => {
  test('is read from both ends', () => {
    const { hasMbr, primary, backup } = readPartitionTables(memoryDisk(smallDisk()));
    assert.equal(hasMbr, true);
    assert.deepEqual(primary, backup);
    assert.deepEqual(primary?.[1], {
      ...{ number: 2, uuid: '7f500002-1234-4abc-8def-0123456789ab', label: 'tfr-root-a' },
      ...places.rootA,
    });
  });

  const damages: [string, number, { mbr?: boolean; primary?: boolean; backup?: boolean }][] = [
    ['the protective MBR', 510, { mbr: false }],
    ['the header at the beginning', 512 + 40, { primary: false }],
    ['an entry at the beginning', 1024 + 30, { primary: false }],
    ['the header at the end', (diskSectors - 1) * 512 + 40, { backup: false }],
    ['an entry at the end', (diskSectors - 33) * 512 + 30, { backup: false }],
  ];
  for (const [name, at, { mbr = true, primary = true, backup = true }] of damages) {
    test(`is seen to be damaged: ${name}`, () => {
      const disk = damaged((bytes) => bytes.writeUInt8((bytes[at] ?? 0) ^ 0xff, at));
      const tables = readPartitionTables(memoryDisk(disk));
      assert.deepEqual(
        [tables.hasMbr, tables.primary !== null, tables.backup !== null],
        [mbr, primary, backup],
      );
      assert.equal(usedTable(tables)?.length, 4);
    });
  }

  test('divides the disk into regions without holes', () => {
    const { regions, id, partitions } = layOut(memoryDisk(smallDisk()), 'disk.raw');
    assert.equal(id, '1234-4abc-8def-0123456789ab');
    assert.deepEqual([...partitions.keys()], ['esp', 'rootA', 'rootB', 'esp2']);
    let end = 0;
    for (const region of regions) {
      assert.equal(region.first, end);
      end += region.sectors;
    }
    assert.equal(end, diskSectors);
    const at = (sector: number) => regions[regionAt(regions, sector)];
    assert.equal(at(gapSector)?.kind, 'gap');
    assert.deepEqual([at(4096)?.kind, at(4096)?.isHead], ['rootA', true]);
    assert.deepEqual([at(4096 + 127)?.isHead, at(4096 + 128)?.isHead], [true, false]);
    assert.equal(at(diskSectors - 1)?.kind, 'table');
  });

  test('of somebody else is refused by name', () => {
    assert.throws(() => layOut(memoryDisk(Buffer.alloc(diskSectors * 512)), 'disk.raw'), {
      exitStatus: 2,
      message: 'disk.raw: `disk.raw` is not a disk with an installed system.',
    });
  });
});

describe('a FAT', () => {
  const files = espFiles(firstState);
  const open = (bytes: Buffer) => FatReader.open(memoryDisk(bytes));

  test('gives the content of its files, by long names and whatever the case', () => {
    const fat = open(smallFat(files));
    for (const [path, content] of Object.entries(files))
      assert.equal(fat?.file(path)?.toString(), content, path);
    assert.equal(fat?.file('efi/FEDORA/GrubX64.EFI')?.toString(), files['EFI/fedora/grubx64.efi']);
    assert.equal(fat?.file('EFI/fedora'), null);
    assert.equal(fat?.file('EFI/fedora/none'), null);
    assert.equal(fat?.file('EFI/none/grubenv'), null);
  });

  /** Every entry of the FAT is this one; the root has cluster 2. */
  const withChains = (entry: number) => (bytes: Buffer) => {
    for (let at = 32 * 512; at < fatDataAt * 512; at += 4) bytes.writeUInt32LE(entry, at);
  };
  const damages: [string, (bytes: Buffer) => void][] = [
    ['a root in a circle', withChains(2)],
    ['chains that lead out of the data', withChains(100_000)],
    ['chains that lead to no cluster', withChains(0)],
    ['chains that end early', withChains(0x0fffffff)],
    ['a root of zeros', (bytes) => bytes.fill(0, fatDataAt * 512, (fatDataAt + 1) * 512)],
    ['a root of noise', (bytes) => bytes.fill(0x5a, fatDataAt * 512, (fatDataAt + 1) * 512)],
  ];
  for (const [name, change] of damages) {
    test(`gives no part of a file: ${name}`, () => {
      const bytes = smallFat(files);
      change(bytes);
      assert.equal(open(bytes)?.file('EFI/fedora/grubx64.efi'), null);
    });
  }

  test('is none where its first sector is not', () => {
    for (const at of [13, 36, 510]) {
      const bytes = smallFat(files);
      bytes.fill(0, at, at + 2);
      assert.equal(open(bytes), null, String(at));
    }
    assert.equal(open(Buffer.alloc(512)), null);
  });
});
