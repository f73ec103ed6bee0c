import assert from 'node:assert/strict';
import path from 'node:path';
import { describe, test } from 'node:test';
import { scratchFolder } from '../helpers/scratch.js';
import { choose, type Machine } from './disks-lab.js';

describe('which disks the installer takes', () => {
  const cases: [string, Machine, Record<string, string> | RegExp][] = [
    ['the only disk, by its kernel name', { named: ['sda'], disks: { sda: {} } }, { sda: '/dev/sda' }],
    [
      'the disk that would be sda if the stick with the installer were not sda',
      { named: ['sda'], disks: { sda: {}, sdb: {} }, medium: 'sda1' },
      { sda: '/dev/sdb' },
    ],
    [
      'the same when the stick came last',
      { named: ['sda'], disks: { sda: {}, sdb: {} }, medium: 'sdb' },
      { sda: '/dev/sda' },
    ],
    [
      'both of two, in the order of their names',
      { named: ['sda', 'sdb'], disks: { sda: {}, sdb: {}, sdc: {} }, medium: 'sda2' },
      { sda: '/dev/sdb', sdb: '/dev/sdc' },
    ],
    [
      'sdb before sdaa, whatever the order in which they are named',
      { named: ['sdb', 'sda'], disks: { sdaa: {}, sdb: {} } },
      { sda: '/dev/sdb', sdb: '/dev/sdaa' },
    ],
    [
      'disks of different kinds, each by itself',
      { named: ['nvme0n1', 'sda'], disks: { sda: {}, nvme0n1: {}, mmcblk0: {} } },
      { nvme0n1: '/dev/nvme0n1', sda: '/dev/sda' },
    ],
    [
      'a disk by the name of its kind that is not the name here',
      { named: ['sdb'], disks: { sda: {} } },
      { sdb: '/dev/sda' },
    ],
    [
      'a disk of a virtual machine of Xen',
      { named: ['xvda'], disks: { xvda: {}, sda: {} } },
      { xvda: '/dev/xvda' },
    ],
    [
      'an eMMC and an NVMe disk, without what lies beside them',
      {
        named: ['mmcblk0', 'nvme0n1'],
        disks: { mmcblk0: {}, mmcblk0boot0: {}, mmcblk0rpmb: {}, nvme0c0n1: {}, nvme0n1: {} },
      },
      { mmcblk0: '/dev/mmcblk0', nvme0n1: '/dev/nvme0n1' },
    ],
    [
      'a serial number with blanks and signs, which the image names by _',
      { named: ['serial:WD_WX_1_2'], disks: { sda: { serial: ' WD  WX/1#2 ' }, sdb: { serial: 'WD' } } },
      { 'serial:WD_WX_1_2': '/dev/sda' },
    ],
    [
      'a path with a sign of equality',
      {
        named: ['/dev/disk/by-id/usb-A=B'],
        disks: { sda: {}, sdb: {} },
        links: { 'by-id/usb-A=B': 'sdb' },
      },
      { '/dev/disk/by-id/usb-A=B': '/dev/sdb' },
    ],
    ['no empty card reader', { named: ['sda'], disks: { sda: { mib: 0 }, sdb: {} } }, { sda: '/dev/sdb' }],
    [
      'no disk that cannot be written',
      { named: ['sda'], disks: { sda: { readOnly: true }, sdb: {} } },
      { sda: '/dev/sdb' },
    ],
    [
      'the one with the serial number, among many',
      {
        named: ['serial:S2'],
        disks: { sda: { serial: 'S1' }, sdb: { serial: 'S2' }, nvme0n1: { serial: 'S22' } },
      },
      { 'serial:S2': '/dev/sdb' },
    ],
    [
      'the one at a place in the machine',
      {
        named: ['/dev/disk/by-path/pci-0000:00:1f.2-ata-1'],
        disks: { sda: {}, sdb: {} },
        links: { 'by-path/pci-0000:00:1f.2-ata-1': 'sdb' },
      },
      { '/dev/disk/by-path/pci-0000:00:1f.2-ata-1': '/dev/sdb' },
    ],
    [
      'a disk with 4096-byte sectors, if the ESP is large enough for it',
      { named: ['sda'], disks: { sda: { sector: 4096 } }, sectorSizes: '512 4096' },
      { sda: '/dev/sda' },
    ],
    ['a disk that just fits', { named: ['sda'], disks: { sda: { mib: 4426 } } }, { sda: '/dev/sda' }],
  ];
  const refused: [string, Machine, RegExp][] = [
    ['there is no disk', { named: ['sda'], disks: {} }, /the disk sda is not there; there are: none\n$/],
    [
      'there is none of its kind, and says what is there',
      { named: ['nvme0n1'], disks: { sda: { serial: 'S1' } } },
      /the disk nvme0n1 is not there; there are: sda \(65536 MiB\): serial:S1\n/,
    ],
    ['one of two is missing', { named: ['sda', 'sdb'], disks: { sda: {} } }, /the disk sda is not there/],
    [
      'the only disk is the medium',
      { named: ['sda'], disks: { sda: {} }, medium: 'sda1' },
      /the disk sda is not there/,
    ],
    [
      'there are more disks of the kind than the image names',
      { named: ['sda'], disks: { sda: { serial: 'S1' }, sdb: { serial: 'S2' } } },
      /sda is ambiguous, .*: sda \(65536 MiB\): serial:S1; sdb \(65536 MiB\): serial:S2\n/,
    ],
    [
      'no disk has the serial number',
      { named: ['serial:S3'], disks: { sda: { serial: 'S1' } } },
      /no disk has the serial number S3; there are: sda .*serial:S1/,
    ],
    [
      'two disks have the serial number',
      { named: ['serial:S1'], disks: { sda: { serial: 'S1' }, sdb: { serial: 'S1' } } },
      /more than one disk has the serial number S1: \/dev\/sda \/dev\/sdb/,
    ],
    [
      'the serial number is that of the medium',
      { named: ['serial:S1'], disks: { sda: { serial: 'S1' }, sdb: { serial: 'S2' } }, medium: 'sda1' },
      /no disk has the serial number S1/,
    ],
    [
      'nothing is at the place',
      { named: ['/dev/disk/by-path/x'], disks: { sda: {} } },
      /the disk \/dev\/disk\/by-path\/x is not there; there are: sda/,
    ],
    [
      'a partition is at the place',
      {
        named: ['/dev/disk/by-uuid/x'],
        disks: { sda: {} },
        partitions: ['sda1'],
        links: { 'by-uuid/x': 'sda1' },
      },
      /\/dev\/disk\/by-uuid\/x is sda1, which is not a disk .*; there are: sda/,
    ],
    [
      'something else than a disk is at the place',
      { named: ['/dev/disk/by-path/x'], disks: { sda: {} }, links: { 'by-path/x': 'loop0' } },
      /\/dev\/disk\/by-path\/x is loop0, which is not a disk .*; there are: sda/,
    ],
    [
      'a partition of the disk is named',
      { named: ['sda1'], disks: { sda: {} } },
      /sda1 is not the name of a disk that a system can be put on; there are: sda/,
    ],
    [
      'the image does not say what a disk is',
      { named: ['sda'], disks: { sda: {} }, kinds: '' },
      /sda is not the name of a disk/,
    ],
    [
      'the medium is at the place',
      {
        named: ['/dev/disk/by-path/x'],
        disks: { sda: {}, sdb: {} },
        links: { 'by-path/x': 'sda' },
        medium: 'sda1',
      },
      /\/dev\/disk\/by-path\/x is the medium that this was started from/,
    ],
    [
      'one disk is named twice',
      { named: ['sda', 'serial:S1'], disks: { sda: { serial: 'S1' } } },
      /two of the named disks \(sda serial:S1\) are the same one, \/dev\/sda/,
    ],
    [
      'the disk is too small',
      { named: ['sda'], disks: { sda: { mib: 4425 } } },
      /sda \(\/dev\/sda\) has 4425 MiB, the image needs 4426 MiB/,
    ],
    [
      'the second disk is too small',
      {
        named: ['sda', 'sdb'],
        disks: { sda: {}, sdb: { mib: 100 } },
        table: 'esp sda 200 ESP vfat\nlog sdb rest tfr-log ext4',
      },
      /sdb \(\/dev\/sdb\) has 100 MiB, the image needs 130 MiB/,
    ],
    [
      'the disk has 4096-byte sectors and the ESP is too small for that',
      { named: ['sda'], disks: { sda: { sector: 4096 } } },
      /has sectors of 4096 bytes, the image is made for 512/,
    ],
  ];

  for (const shell of ['/bin/bash', '/bin/dash']) {
    for (const [what, machine, expected] of cases) {
      test(`it takes ${what} (${path.basename(shell)})`, (t) => {
        const { status, stdout, stderr } = choose(scratchFolder(t), machine, shell);
        assert.equal(stderr, '');
        const lines = Object.entries(expected).map(([named, device]) => `${named} is ${device}\n`);
        assert.deepEqual(stdout.split('\n').sort().join('\n').trim(), lines.sort().join('').trim());
        assert.equal(status, 0);
      });
    }
    for (const [when, machine, message] of refused) {
      test(`it refuses when ${when} (${path.basename(shell)})`, (t) => {
        const { status, stdout, stderr } = choose(scratchFolder(t), machine, shell);
        assert.equal(stderr, '');
        assert.match(stdout, message);
        assert.match(stdout, /^failed: .*\n$/);
        assert.equal(status, 1);
      });
    }
  }
});
