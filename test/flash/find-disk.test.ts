import assert from 'node:assert/strict';
import { test } from 'node:test';
import { factsOf } from '../../src/flash/disk-facts.js';
import { type DisksHere, findDisk, isSameDisk, requireStableName } from '../../src/flash/find-disk.js';
import { flashDisks } from '../../src/flash/flash-disk.js';
import { failureOf } from '../helpers/failure-of.js';
import { flashDisk, stickOfLsblk } from './disks.js';

/** This machine's /dev/null and /dev/zero, taken for a disk and a partition of it. */
const here: DisksHere = (() => {
  const devices = [
    { ...stickOfLsblk, name: 'null', path: '/dev/null', children: [{ name: 'zero', type: 'part', size: 1 }] },
  ];
  return { devices, disks: flashDisks(devices) };
})();

for (const name of ['null', '/dev/null', '/dev/../dev/null']) {
  test(`\`${name}\` is found as the disk that it leads to`, async () => {
    assert.equal((await findDisk(name, here)).path, '/dev/null');
  });
}

const wrong: [string, RegExp][] = [
  ['zero', /is a part of the disk \/dev\/null/],
  ['/dev/full', /is not a disk/],
  ['sdq', /There is no disk `sdq`/],
];
for (const [name, expected] of wrong) {
  test(`\`${name}\` is refused: ${expected.source}`, async () => {
    const failure = await failureOf(findDisk(name, here));
    assert.equal(failure.status, 2);
    assert.match(failure.what, expected);
  });
}

test('a name that the kernel gave is not enough where nobody looks at the model', async () => {
  const disk = flashDisk();
  requireStableName('/dev/disk/by-id/usb-SanDisk_Ultra_4C53-0:0', disk);
  for (const name of ['sdb', '/dev/sdb', '/dev/disk/by-path/pci-0', '/dev/disk/by-id/../../sdb']) {
    const failure = await failureOf(() => requireStableName(name, disk));
    assert.equal(failure.status, 2);
    assert.match(failure.why ?? '', /in the order in which it finds them/);
    assert.match(failure.remedy ?? '', /--disk \/dev\/disk\/by-id\/usb-SanDisk_Ultra_4C53-0:0$/);
  }
  const nameless = await failureOf(() => requireStableName('/dev/sdb', flashDisk({ byId: null })));
  assert.match(nameless.remedy ?? '', /type its model on a terminal/);
});

test('a disk that was changed for another is told by size, model and serial number', () => {
  const disk = flashDisk();
  assert.equal(isSameDisk(disk, flashDisk({ contents: [] })), true);
  for (const change of [{ bytes: 1 }, { serial: '4C54' }, { model: 'Cruzer' }, { path: '/dev/sdc' }])
    assert.equal(isSameDisk(disk, flashDisk(change)), false);
});

test('beside its model a disk is told by place, size, bus and what is on it', () => {
  const mounted = { name: 'sdb1', bytes: 1, label: '', fileSystem: '', mountPoints: ['/mnt'] };
  assert.deepEqual(factsOf(flashDisk()), ['/dev/sdb', '8.0 GB', 'usb', 'sdb1 vfat "HOLIDAYS"']);
  assert.deepEqual(factsOf(flashDisk({ bus: '', contents: [mounted] })), [
    ...['/dev/sdb', '8.0 GB', 'sdb1 no file system at /mnt'],
  ]);
  assert.equal(factsOf(flashDisk({ contents: [] })).at(-1), 'no partitions');
});
