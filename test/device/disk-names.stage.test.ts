import assert from 'node:assert/strict';
import path from 'node:path';
import { describe, test } from 'node:test';
import { deviceTable, isUsableDisk, usualDisks } from '../../src/config/fields/disk-kinds.js';
import { diskPattern } from '../../src/config/fields/disk-names.js';
import { runProgram } from '../helpers/run-program.js';
import { scratchFolder, writeTree } from '../helpers/scratch.js';
import { choose, type Disk, disksScript, type Machine } from './disks-lab.js';

describe('a name that is unknown stands for no disk', () => {
  // Each once stood for the only sd disk of the machine, which was wiped.
  const unknown = [
    'nvem0n1',
    'mmclbk0',
    'hda',
    'dasda',
    'disk',
    'pmem0',
    'nvme0',
    'loop0',
    'sr0',
    'sd',
    'sda0',
  ];
  const known = ['xvda', 'vda', 'nvme0n1', 'mmcblk0'];
  const machines: Record<string, Disk>[] = [
    { sda: {} },
    { sda: {}, nvme0n1: {}, mmcblk0: {}, vda: {}, pmem0: {}, dasda: {} },
  ];
  for (const disks of machines) {
    for (const name of [...unknown, ...known]) {
      test(`${name} on a machine with ${Object.keys(disks).join(', ')}`, (t) => {
        const { stdout } = choose(scratchFolder(t), { named: [name], disks }, '/bin/dash');
        const why = known.includes(name)
          ? name in disks
            ? `${name} is /dev/${name}`
            : `failed: the disk ${name} is not there; there are: `
          : `failed: ${name} is not the name of a disk that a system can be put on; there are: `;
        assert.equal(stdout.slice(0, why.length), why);
      });
    }
  }
});

test('the device takes names for disks as the spec does, and no others', (t) => {
  const names = [
    ...[...usualDisks, 'sdaa', 'xvdzz', 'nvme12n3', 'mmcblk10'],
    ...[
      'sd',
      'sda1',
      'SDA',
      'sdä',
      'nvem0n1',
      'nvme0',
      'nvme0n0',
      'nvme00n1',
      'nvme0c0n1',
      'nvme0n1p1',
      'mmcblk',
    ],
    ...[
      'mmcblk0boot0',
      'mmcblk0rpmb',
      'mmcblk0p1',
      'hda',
      'dasda',
      'pmem0',
      'nbd0',
      'md0',
      'dm-0',
      'zram0',
      '',
    ],
    ...['loop0', 'sr0', 'fd0', 'disk', 'sda nvme'],
  ];
  const script = `. "$SCRIPT"; for name; do kind_of "$name" >/dev/null && printf '%s\\n' "$name"; done; true`;
  const file = path.join(scratchFolder(t), 'run.sh');
  writeTree(path.dirname(file), { 'run.sh': script });
  for (const shell of ['bash', 'dash']) {
    const { stdout } = runProgram(shell, [file, ...names], {
      env: { SCRIPT: disksScript, TFR_DISK_KINDS: deviceTable },
    });
    const spec = names.filter((name) => isUsableDisk(name));
    assert.deepEqual(stdout.trim().split('\n'), spec, shell);
  }
});

test('every name by which the installer says that a disk can be named is taken by the spec, and means that disk', (t) => {
  const machine: Machine = {
    named: ['sda'],
    disks: { sda: { serial: 'A B/é' }, sdb: {}, sdc: { serial: 'C' }, nvme0n1: { serial: 'N' } },
    links: {
      ...{ 'by-id/ata-A_B': 'sda', 'by-id/ata-A B': 'sda', 'by-id/wwn-0x1': 'sda', 'by-id/odd #': 'sdb' },
      ...{ 'by-path/pci-0:1': 'sdb', 'by-path/pci-0:1-part1': 'loop0', 'by-path/pci-0:2': 'nvme0n1' },
    },
  };
  const said = choose(scratchFolder(t), machine, '/bin/dash').stdout;
  const advised = [...said.matchAll(/(\w+) \(\d+ MiB\):? ?([^;\n]*)/g)].map(
    ([, name = '', words = '']) => [name, words.split(' ')] as const,
  );
  assert.deepEqual(advised, [
    ['nvme0n1', ['serial:N', '/dev/disk/by-path/pci-0:2']],
    ['sda', ['serial:A_B___', '/dev/disk/by-id/ata-A_B']],
    ['sdb', ['/dev/disk/by-path/pci-0:1']],
    ['sdc', ['serial:C']],
  ]);
  for (const [name, words] of advised) {
    for (const word of words) {
      assert.match(word, diskPattern);
      const { stdout } = choose(scratchFolder(t), { ...machine, named: [word] }, '/bin/dash');
      assert.equal(stdout, `${word} is /dev/${name}\n`);
    }
  }
});
