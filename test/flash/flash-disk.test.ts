import assert from 'node:assert/strict';
import { test } from 'node:test';
import { flashDisks, isTypedName, titleOf, typedName } from '../../src/flash/flash-disk.js';
import { flashDisk, stickBytes, stickOfLsblk } from './disks.js';

const one = (device: Record<string, unknown>, ...beside: Record<string, unknown>[]) =>
  flashDisks([{ size: 1e9, type: 'disk', ...device }, ...beside])[0];

test('of a stick are known its model, size, bus, lasting name, what is on it and what uses it', () => {
  assert.deepEqual(flashDisks([stickOfLsblk]), [
    flashDisk({
      contents: [
        {
          ...{ name: 'sdb1', bytes: 7_000_000_000, label: 'HOLIDAYS', fileSystem: 'vfat' },
          mountPoints: ['/run/media/op/HOLIDAYS'],
        },
      ],
      uses: [{ what: 'sdb1 is mounted at /run/media/op/HOLIDAYS', endedBy: 'umount /dev/sdb1' }],
    }),
  ]);
});

test('lsblk before 2.39 tells no lasting name, and before 2.37 one mount point, with 1 and 0 for yes and no', () => {
  const old = {
    ...{
      name: 'sdb',
      path: '/dev/sdb',
      size: String(stickBytes),
      type: 'disk',
      rm: '1',
      hotplug: '1',
      ro: '0',
    },
    children: [{ name: 'sdb1', type: 'part', fstype: 'swap', mountpoint: '[SWAP]' }],
  };
  const [disk] = flashDisks([old], new Map([['/dev/sdb', '/dev/disk/by-id/usb-x']]));
  assert.equal(disk?.byId, '/dev/disk/by-id/usb-x');
  assert.equal(disk?.isRemovable, true);
  assert.equal(disk?.isReadOnly, false);
  assert.deepEqual(disk?.uses, [{ what: 'sdb1 is swap', endedBy: 'swapoff /dev/sdb1' }]);
});

const emmcBoot = { name: 'mmcblk0boot0', size: 4e6, type: 'disk' };
const removable: [string, Record<string, unknown>, boolean, Record<string, unknown>[]?][] = [
  ['a stick', { name: 'sdb', rm: true }, true],
  ['a USB disk, which the kernel takes for fixed', { name: 'sdb', rm: false, tran: 'usb' }, true],
  ['a card', { name: 'mmcblk0', rm: false, hotplug: true }, true],
  ['an eMMC, which the kernel takes for pluggable', { name: 'mmcblk0', hotplug: true }, false, [emmcBoot]],
  ['a SATA disk', { name: 'sda', rm: false, hotplug: false, tran: 'sata' }, false],
  ['a loop device', { name: 'loop0', type: 'loop', rm: false }, false],
  ['a disk of which nothing is said', { name: 'sdc' }, false],
];
for (const [what, device, expected, beside = []] of removable) {
  test(`${what} can${expected ? '' : 'not'} be pulled out`, () => {
    assert.equal(one(device, ...beside)?.isRemovable, expected);
  });
}

test('readers without a card, optical drives, disks in memory and areas of an eMMC are no disks to write to', () => {
  const disks = flashDisks([
    { name: 'sdc', type: 'disk', size: 0 },
    { name: 'sr0', type: 'rom', size: 1e9 },
    { name: 'zram0', type: 'disk', size: 1e9 },
    { name: 'ram0', type: 'disk', size: 1e9 },
    { name: 'mmcblk0rpmb', type: 'disk', size: 1e9 },
    emmcBoot,
  ]);
  assert.deepEqual(disks, []);
});

const models: [string, string, string][] = [
  ['SanDisk', 'Ultra', 'SanDisk Ultra'],
  ['ATA', 'Samsung SSD 870', 'Samsung SSD 870'],
  ['Kingston', 'Kingston DataTraveler', 'Kingston DataTraveler'],
  ['0x1af4', '', ''],
  ['Generic-', '', 'Generic-'],
];
for (const [vendor, model, expected] of models) {
  test(`vendor \`${vendor}\` and model \`${model}\` are called \`${expected}\``, () => {
    assert.equal(one({ name: 'sdb', vendor, model })?.model, expected);
  });
}

test('what lies on top of a disk is ended first, and all of it is told', () => {
  const disk = one({
    name: 'sdb',
    children: [
      {
        ...{ name: 'sdb1', type: 'part', path: '/dev/sdb1' },
        children: [
          {
            ...{ name: 'luks-1', type: 'crypt', path: '/dev/mapper/luks-1' },
            children: [
              { name: 'vg-data', type: 'lvm', path: '/dev/mapper/vg-data', mountpoints: ['/srv'] },
              { name: 'md127', type: 'raid1', path: '/dev/md127' },
              { name: 'mpatha', type: 'mpath', path: '/dev/mapper/mpatha' },
            ],
          },
        ],
      },
    ],
  });
  assert.deepEqual(disk?.uses, [
    { what: 'vg-data is mounted at /srv', endedBy: 'umount /dev/mapper/vg-data' },
    { what: 'luks-1 belongs to the LVM volume vg-data', endedBy: 'lvchange -an /dev/mapper/vg-data' },
    { what: 'luks-1 belongs to the RAID md127', endedBy: 'mdadm --stop /dev/md127' },
    { what: 'luks-1 is used by mpatha', endedBy: 'dmsetup remove mpatha' },
    { what: 'sdb1 is open as the volume luks-1', endedBy: 'cryptsetup close luks-1' },
  ]);
  assert.deepEqual(disk?.contents[0]?.mountPoints, ['/srv']);
});

for (const mount of ['/', '/boot/efi', '/home', '/usr']) {
  test(`a disk with ${mount} on a volume of it is the one that the machine runs from`, () => {
    const children = [
      { name: 'a1', type: 'part', children: [{ name: 'v', type: 'lvm', mountpoints: [null, mount] }] },
    ];
    assert.equal(one({ name: 'a', children })?.isSystem, true);
  });
}

test('a file system without a partition table is on the disk itself', () => {
  const disk = one({
    name: 'sdb',
    path: '/dev/sdb',
    fstype: 'iso9660',
    label: 'robot',
    mountpoints: ['/mnt'],
  });
  assert.deepEqual(disk?.contents, [
    { name: 'sdb', bytes: 1e9, label: 'robot', fileSystem: 'iso9660', mountPoints: ['/mnt'] },
  ]);
  assert.deepEqual(disk?.uses, [{ what: 'sdb is mounted at /mnt', endedBy: 'umount /dev/sdb' }]);
});

test('the model is typed to agree, whatever its capitals and blanks; without one, the disk’s own name', () => {
  const disk = flashDisk({ model: 'SanDisk  Ultra' });
  assert.equal(isTypedName(' sandisk ultra\n', disk), true);
  for (const other of ['', 'y', 'sandisk', 'sdb', '/dev/sdb']) assert.equal(isTypedName(other, disk), false);
  const nameless = flashDisk({ model: '' });
  assert.equal(typedName(nameless), 'sdb');
  assert.equal(titleOf(nameless), '/dev/sdb');
  assert.equal(isTypedName('', nameless), false);
  assert.equal(isTypedName('sdb', nameless), true);
});
