import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { packageFile } from '../../src/engine/package-file.js';
import { quote } from '../../src/image/settings.js';
import { runProgram } from '../helpers/run-program.js';
import { scratchFolder, writeTree } from '../helpers/scratch.js';

interface Disk {
  /** 64 GiB if absent. */
  mib?: number;
  serial?: string;
  sector?: 512 | 4096;
  readOnly?: boolean;
}

interface Machine {
  /** By kernel name. */
  disks: Record<string, Disk>;
  /** Where the installer was started from: a disk or a partition of one, `sr0` if absent. */
  medium?: string;
  /** What the image names. */
  named: string[];
  /** Links under /dev/disk: `by-path/x` to a kernel name. */
  links?: Record<string, string>;
  /** Lines NAME DISK SIZE LABEL FILESYSTEM. */
  table?: string;
  sectorSizes?: string;
}

const GiB = 1024;
const large = 64 * GiB;

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
      { named: ['nvme0n1', 'sda'], disks: { sda: {}, nvme0n1: {}, mmcblk0: {}, mmcblk0boot0: {} } },
      { nvme0n1: '/dev/nvme0n1', sda: '/dev/sda' },
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
    ['there is no disk', { named: ['sda'], disks: {} }, /the disk sda is not there; there are: \n$/],
    [
      'there is none of its kind, and says what is there',
      { named: ['nvme0n1'], disks: { sda: { serial: 'S1' } } },
      /the disk nvme0n1 is not there; there are: sda \(65536 MiB, serial S1\)/,
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
      /sda is ambiguous, .*sda .*serial S1.* sdb .*serial S2.*serial:NUMBER/,
    ],
    [
      'no disk has the serial number',
      { named: ['serial:S3'], disks: { sda: { serial: 'S1' } } },
      /no disk has the serial number S3; there are: sda .*serial S1/,
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

const table = [
  'esp sda 200 ESP vfat',
  'rootA sda 2048 a ext4',
  'rootB sda 2048 b ext4',
  'log sda rest tfr-log ext4',
];

function choose(dir: string, machine: Machine, shell: string) {
  const medium = machine.medium ?? 'sr0';
  for (const folder of ['block', 'udev', 'class/block', 'links'])
    mkdirSync(path.join(dir, folder), { recursive: true });
  // What a machine has beside disks.
  const others = { sr0: { mib: 900 }, loop0: { mib: 10 }, zram0: { mib: 10 }, ram0: { mib: 16 } };
  for (const [name, disk] of Object.entries<Disk>({ ...others, ...machine.disks })) {
    const { mib = large, serial, sector = 512, readOnly = false } = disk;
    writeTree(dir, {
      [`block/${name}/size`]: `${mib * 2048}\n`,
      [`block/${name}/ro`]: readOnly ? '1\n' : '0\n',
      [`block/${name}/sector`]: `${sector}\n`,
      [`udev/${name}`]:
        serial === undefined
          ? 'ID_BUS=ata\n'
          : `ID_BUS=ata\nID_SERIAL=ACME_${serial}\nID_SERIAL_SHORT=${serial}\n`,
    });
    symlinkSync(`../../block/${name}`, path.join(dir, 'class/block', name));
  }
  const partOf = /^(sd[a-z]+|nvme\dn\d(?=p))p?\d$/.exec(medium)?.[1];
  if (partOf !== undefined) {
    writeTree(dir, { [`block/${partOf}/${medium}/partition`]: '1\n' });
    symlinkSync(`../../block/${partOf}/${medium}`, path.join(dir, 'class/block', medium));
  }
  for (const [link, name] of Object.entries(machine.links ?? {})) {
    mkdirSync(path.dirname(path.join(dir, 'links', link)), { recursive: true });
    symlinkSync(`../../${name}`, path.join(dir, 'links', link));
  }
  const settings = {
    medium_device: `/dev/${medium}`,
    TFR_DISKS: machine.named.join(' '),
    TFR_PARTITIONS: machine.table ?? table.join('\n').replaceAll(' sda ', ` ${machine.named[0]} `),
    TFR_REST_MIN_MIB: '128',
    TFR_SECTOR_SIZES: machine.sectorSizes ?? '512',
  };
  return runProgram('unshare', ['-m', 'sh', packageFile('test/device/disks-lab.sh')], {
    env: {
      MACHINE: dir,
      SCRIPT: packageFile('src/device/dracut/91tmpfsroot-install/disks.sh'),
      SHELL: shell,
    },
    input: Object.entries(settings)
      .map(([name, value]) => `${name}=${quote(value)}\n`)
      .join(''),
  });
}
