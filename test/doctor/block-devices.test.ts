import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lsblkCommand, ownDisks, readLsblk } from '../../src/doctor/block-devices.js';
import { failureOf } from '../helpers/failure-of.js';
import { fakeEngine } from '../helpers/fake-engine.js';

const signal = new AbortController().signal;

function lsblk(...blockdevices: Record<string, unknown>[]): string {
  return JSON.stringify({ blockdevices }, null, 3);
}

const nvme = {
  name: 'nvme0n1',
  path: '/dev/nvme0n1',
  size: 256060514304,
  'log-sec': 4096,
  model: 'KXG60ZNV256G TOSHIBA                    ',
  serial: '  Z9AF70A1PJXL',
  type: 'disk',
  tran: 'nvme',
  'id-link': 'nvme-KXG60ZNV256G_TOSHIBA_Z9AF70A1PJXL',
  children: [{ name: 'nvme0n1p1', size: 629145600, type: 'part', 'log-sec': 4096 }],
};

test('of a disk are known its name, size, sectors, model, serial number, and lasting path', () => {
  assert.deepEqual(readLsblk(lsblk(nvme)).disks, [
    {
      name: 'nvme0n1',
      sizeMiB: 244198,
      sectorSize: 4096,
      model: 'KXG60ZNV256G TOSHIBA',
      serial: 'Z9AF70A1PJXL',
      byId: '/dev/disk/by-id/nvme-KXG60ZNV256G_TOSHIBA_Z9AF70A1PJXL',
      transport: 'nvme',
    },
  ]);
});

const kinds: [string, Record<string, unknown>, boolean][] = [
  ['a disk', { type: 'disk', name: 'sda' }, true],
  ['a disk of a virtual machine', { type: 'disk', name: 'vda' }, true],
  ['an eMMC', { type: 'disk', name: 'mmcblk0' }, true],
  ['a disk of a virtual machine of Xen', { type: 'disk', name: 'xvda' }, true],
  ['a path to an NVMe disk', { type: 'disk', name: 'nvme0c0n1' }, false],
  ['persistent memory', { type: 'disk', name: 'pmem0' }, false],
  ['a disk that another machine serves', { type: 'disk', name: 'nbd0' }, false],
  ['a disk of an IBM Z machine', { type: 'disk', name: 'dasda' }, false],
  ['a disk of an unknown kind', { type: 'disk', name: 'zd0' }, false],
  ['a device of a list without types', { name: 'sdb' }, true],
  ['a device of a list with paths for names', { type: 'disk', name: '/dev/sdb' }, true],
  ['the boot area of an eMMC', { type: 'disk', name: 'mmcblk0boot0' }, false],
  ['the protected area of an eMMC', { type: 'disk', name: 'mmcblk0rpmb' }, false],
  ['compressed swap in memory', { type: 'disk', name: 'zram0' }, false],
  ['a disk in memory', { type: 'disk', name: 'ram3' }, false],
  ['a loop device', { type: 'loop', name: 'loop0' }, false],
  ['an optical drive', { type: 'rom', name: 'sr0' }, false],
  ['an optical drive of a list without types', { name: 'sr0' }, false],
  ['a partition', { type: 'part', name: 'sda1' }, false],
  ['a volume', { type: 'lvm', name: 'fedora-root' }, false],
  ['a card reader without a card', { type: 'disk', name: 'sdc', size: 0 }, false],
];

for (const [title, device, isDisk] of kinds) {
  test(`${title} is ${isDisk ? 'a' : 'no'} disk to choose`, () => {
    const { disks } = readLsblk(lsblk({ size: 32_000_000_000, ...device }));
    assert.equal(disks.length, isDisk ? 1 : 0);
    assert.doesNotMatch(disks[0]?.name ?? '', /\//);
  });
}

test('disks that a person may look for, and cannot be used, are told of; the others are not', () => {
  const names = ['sda', 'pmem0', 'zram0', 'ram0', 'nbd0', 'mmcblk0boot0', 'nvme0c0n1', 'sr0', 'zd0', 'dasda'];
  const { disks, leftOut } = readLsblk(lsblk(...names.map((name) => ({ name, size: 1e10, type: 'disk' }))));
  assert.deepEqual(
    disks.map(({ name }) => name),
    ['sda'],
  );
  assert.deepEqual(leftOut, ['pmem0', 'nbd0', 'zd0', 'dasda']);
  assert.deepEqual(readLsblk(lsblk({ name: 'nbd0', size: 0, type: 'disk' })).leftOut, []);
});

const sizes: [unknown, number][] = [
  [32_010_928_128, 30_528],
  ['32010928128', 30_528],
  ['29.8G', 30_515],
  ['29,8G', 30_515],
  ['1T', 1_048_576],
  ['512M', 512],
  ['1048576B', 1],
];

for (const [size, sizeMiB] of sizes) {
  test(`a size of ${JSON.stringify(size)} has ${sizeMiB} MiB`, () => {
    assert.equal(readLsblk(lsblk({ name: 'sda', size, type: 'disk' })).disks[0]?.sizeMiB, sizeMiB);
  });
}

const sectors: [Record<string, unknown>, number][] = [
  [{ 'log-sec': 4096 }, 4096],
  [{ 'log-sec': '4096' }, 4096],
  [{ 'log-sec': null }, 512],
  [{}, 512],
];

for (const [device, sectorSize] of sectors) {
  test(`sectors of ${JSON.stringify(device)} have ${sectorSize} bytes`, () => {
    const [disk] = readLsblk(lsblk({ name: 'sda', size: 1e10, type: 'disk', model: null, ...device })).disks;
    assert.deepEqual(disk, {
      name: 'sda',
      sizeMiB: 9536,
      sectorSize,
      model: '',
      serial: '',
      byId: null,
      transport: null,
    });
  });
}

test('the prompt and the command that were copied along do not matter', () => {
  const text = `\uFEFF[root@box ~]# ${lsblkCommand}\n${lsblk(nvme)}\n[root@box ~]# `;
  assert.equal(readLsblk(text).disks.length, 1);
});

test('a machine without disks has none', () => {
  assert.deepEqual(readLsblk(lsblk()), { disks: [], leftOut: [] });
});

for (const text of [
  '',
  'sda 8:0 0 1G 0 disk',
  '{',
  '[]',
  '{}',
  '{"blockdevices": {}}',
  '{"blockdevices": [1]}',
]) {
  test(`what is not lsblk's output is refused with the command to run: ${JSON.stringify(text)}`, async () => {
    const { status, remedy } = await failureOf(() => readLsblk(text));
    assert.equal(status, 2);
    assert.ok(remedy?.includes(lsblkCommand));
  });
}

test('the table that lsblk prints without options is read, with the least size that a rounded one can mean', () => {
  const text = `[op@box ~]$ lsblk
NAME               MAJ:MIN RM   SIZE RO TYPE MOUNTPOINTS
sda                  8:0    0  29,8G  0 disk
├─sda1               8:1    0   200M  0 part /boot/efi
└─sda2               8:2    0  29,6G  0 part
  └─fedora-root    253:0    0    15G  0 lvm  /
sr0                 11:0    1  1024M  0 rom
pmem0              259:0    0     2G  0 disk
nvme0n1            259:1    0 953.9G  0 disk
[op@box ~]$ `;
  for (const end of ['\n', '\r', '\r\n']) {
    const { disks, leftOut } = readLsblk(text.replaceAll('\n', end));
    assert.deepEqual(
      disks.map(({ name, sizeMiB, sectorSize, serial }) => [name, sizeMiB, sectorSize, serial]),
      [
        ['sda', Math.floor(29.75 * 1024), 512, ''],
        ['nvme0n1', Math.floor(953.85 * 1024), 512, ''],
      ],
    );
    assert.deepEqual(leftOut, ['pmem0']);
  }
});

test('a table with other columns is refused with the command to run', async () => {
  const text = 'NAME SIZE MODEL\nsda 30G SATADOM 3ME4\n';
  const { status, what, remedy } = await failureOf(() => readLsblk(text));
  assert.equal(status, 2);
  assert.match(what, /without options/);
  assert.ok(remedy?.includes(lsblkCommand));
});

test('a list without sizes is refused, with the disk', async () => {
  const { status, what, remedy } = await failureOf(() => readLsblk(lsblk({ name: 'sda', type: 'disk' })));
  assert.equal(status, 2);
  assert.match(what, /`sda`/);
  assert.ok(remedy?.includes(lsblkCommand));
});

test('disks are looked at without a change to them', async () => {
  const engine = fakeEngine(() => lsblk(nvme));
  assert.equal((await ownDisks(engine, signal)).disks.length, 1);
  assert.deepEqual(
    engine.commands.map(({ program }) => program),
    ['lsblk'],
  );
});
