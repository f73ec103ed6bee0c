import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  deviceTable,
  diskKinds,
  diskOfPartition,
  kindOf,
  usualDisks,
} from '../../../src/config/fields/disk-kinds.js';

const names: [string, string | null][] = [
  ['sda', 'sd'],
  ['sdzz', 'sd'],
  ['vda', 'vd'],
  ['xvda', 'xvd'],
  ['nvme0n1', 'nvme'],
  ['nvme10n12', 'nvme'],
  ['mmcblk0', 'mmcblk'],
  ['nvme0', 'nvme controller'],
  ['nvme0c1n1', 'nvme path'],
  ['mmcblk0boot1', 'mmcblk area'],
  ['mmcblk0rpmb', 'mmcblk area'],
  ['mmcblk0gp0', 'mmcblk area'],
  ['hda', 'hd'],
  ['dasda', 'dasd'],
  ['pmem0', 'pmem'],
  ['pmem0.1s', 'pmem'],
  ['nbd0', 'nbd'],
  ['md127', 'md'],
  ['md/root', 'md'],
  ['dm-3', 'dm'],
  ['mapper/fedora-root', 'dm'],
  ['loop0', 'loop'],
  ['zram0', 'zram'],
  ['ram15', 'ram'],
  ['sr0', 'sr'],
  ['fd0', 'fd'],
  ...[
    ...[
      '',
      'sd',
      'sda1',
      'sdA',
      'SDA',
      'sd0',
      'xsda',
      'sda ',
      'sda\n',
      'nvme',
      'nvme0n',
      'nvme0n0',
      'nvme00n1',
    ],
    ...[
      'nvme0n1p1',
      'nvem0n1',
      'mmcblk',
      'mmclbk0',
      'mmcblk0p1',
      'mmcblk01',
      'disk',
      'robotdisk',
      'zd0',
      'toString',
    ],
  ].map((name): [string, null] => [name, null]),
];

for (const [name, kind] of names) {
  test(`${JSON.stringify(name)} is ${kind === null ? 'unknown' : `of the kind ${kind}`}`, () => {
    assert.equal(kindOf(name)?.name ?? null, kind);
  });
}

const partitions: [string, string | null][] = [
  ['sda1', 'sda'],
  ['sdaa12', 'sdaa'],
  ['xvda1', 'xvda'],
  ['nvme0n1p2', 'nvme0n1'],
  ['mmcblk0p1', 'mmcblk0'],
  ['pmem0p1', 'pmem0'],
  ['pmem0s1', 'pmem0s'],
  ['nbd0p1', 'nbd0'],
  ['md127p1', 'md127'],
  ['loop0p1', 'loop0'],
  ['dasda1', 'dasda'],
  ['hda1', 'hda'],
  ...['sda', 'nvme0n1', 'nvme0n11', 'mmcblk0', 'mmcblk01', 'mmcblk0boot0', 'loop0', 'disk1', '1', 'p1'].map(
    (name): [string, null] => [name, null],
  ),
];

for (const [name, disk] of partitions) {
  test(`${name} is ${disk === null ? 'not a partition' : `a partition of ${disk}`}`, () => {
    assert.equal(diskOfPartition(name), disk);
  });
}

test('no name is of two kinds, and every usual name is of its own', () => {
  const all = [...usualDisks, ...names.map(([name]) => name)];
  for (const name of all) {
    const kinds = diskKinds.filter(({ pattern }) => new RegExp(`^(?:${pattern})$`).test(name));
    assert.ok(kinds.length <= 1, `${name}: ${kinds.map((kind) => kind.name)}`);
  }
  for (const kind of diskKinds) {
    if (!kind.usable) continue;
    for (const name of kind.usual) assert.equal(kindOf(name), kind, name);
  }
});

test('the table for the device has the kinds that it may write to, in words that a shell reads one by one', () => {
  assert.deepEqual(
    deviceTable.split('\n').map((line) => line.split(' ')[0]),
    ['sd', 'nvme', 'mmcblk', 'vd', 'xvd'],
  );
  // Words of grep -E that JavaScript reads alike.
  for (const line of deviceTable.split('\n')) assert.match(line, /^[a-z]+ [a-z0-9()|+*[\]-]+$/);
});
