import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { rmSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { defaultSpec } from '../../../src/config/defaults.js';
import { planDisks } from '../../../src/config/partitions/partition-plan.js';
import { leastMiB } from '../../../src/config/partitions/partition-sizes.js';
import { newFolder } from '../../helpers/scratch.js';

test('the real mkfs programs accept the least sizes, and FAT32 is FAT32 there', () => {
  const folder = newFolder('least-');
  try {
    const file = path.join(folder, 'image');
    const make = (mib: number, program: string, ...args: string[]) => {
      writeFileSync(file, '');
      truncateSync(file, mib * 1024 * 1024);
      return execFileSync(program, [...args, file], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
    };
    for (const sectorSize of [512, 4096] as const) {
      const said = make(
        leastMiB('esp', sectorSize),
        '/usr/sbin/mkfs.vfat',
        '-v',
        '-F',
        '32',
        '-S',
        `${sectorSize}`,
      );
      const clusters = Number(
        /provides (\d+) clusters|and (\d+) clusters/.exec(said)?.slice(1).find(Boolean),
      );
      assert.ok(clusters >= 65525, said);
    }
    make(leastMiB('docker', 512), '/usr/sbin/mkfs.btrfs', '-q', '-m', 'dup', '-f');
    for (const name of ['root', 'persist', 'log'] as const)
      make(leastMiB(name, 512), '/usr/sbin/mkfs.ext4', '-q', '-F');
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('sfdisk writes the plan to a disk of the smallest size, and finds it sound', () => {
  const folder = newFolder('plan-');
  try {
    const [disk] = planDisks(defaultSpec()).disks;
    assert.ok(disk);
    const file = path.join(folder, 'disk');
    writeFileSync(file, '');
    truncateSync(file, disk.sizeMiB * 1024 * 1024);
    const lines = disk.partitions.map(
      (p) => `${p.number} : start=${p.startSector}, size=${p.sectors}, type=${p.typeGuid}, name="${p.label}"`,
    );
    execFileSync('/usr/sbin/sfdisk', ['-q', file], {
      input: ['label: gpt', 'unit: sectors', ...lines, ''].join('\n'),
    });
    const table = JSON.parse(
      execFileSync('/usr/sbin/sfdisk', ['-J', file], { encoding: 'utf8' }),
    ).partitiontable;
    assert.equal(table.firstlba <= (disk.partitions[0]?.startSector ?? 0), true);
    assert.equal(table.lastlba, disk.lastUsableSector);
    assert.deepEqual(
      table.partitions.map((p: { start: number; size: number; name: string }) => [p.start, p.size, p.name]),
      disk.partitions.map((p) => [p.startSector, p.sectors, p.label]),
    );
    assert.match(execFileSync('/usr/sbin/sfdisk', ['-V', file], { encoding: 'utf8' }), /No errors detected/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
