import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, type TestContext, test } from 'node:test';
import { packageFile } from '../../src/base/fs/package-file.js';
import { mustRun, runProgram } from '../helpers/run-program.js';
import { scratchFolder } from '../helpers/scratch.js';

const id = '1234-4abc-8def-0123456789ab';
const script = packageFile('src/device/root/usr/lib/tmpfsroot/gpt');
const MiB = 1024 * 1024;
/** Sectors of 512 bytes. */
const last = 64 * 2048 - 1;

const partitions = `label: gpt
label-id: 11111111-2222-4333-8444-555555555555
size=8MiB, type=C12A7328-F81F-11D2-BA4B-00A0C93EC93B, uuid=7f500001-${id}, name="EFI System Partition"
size=16MiB, uuid=7f500002-${id}, name="tfr-root-a"
size=20MiB, uuid=7f500005-${id}, name="tfr-log", attrs="GUID:63"
`;

type Damage = (disk: string) => void;

const zero =
  (sector: number, count = 1): Damage =>
  (disk) =>
    fill(disk, '/dev/zero', sector, count);
const garbage =
  (sector: number, count: number): Damage =>
  (disk) =>
    fill(disk, '/dev/urandom', sector, count);
const grow: Damage = (disk) => truncateSync(disk, 1088 * MiB);
const both =
  (...damages: Damage[]): Damage =>
  (disk) => {
    for (const damage of damages) damage(disk);
  };
const foreignMbr: Damage = (disk) => mustRun('sfdisk', ['-q', disk], { input: 'label: dos\nsize=8MiB\n' });

describe('the partition table of a running device', () => {
  const same: [string, Damage][] = [
    ['primary header zero', zero(1)],
    ['primary entries garbage', garbage(2, 32)],
    ['backup header zero', zero(last)],
    ['backup entries garbage', garbage(last - 32, 32)],
    ['protective MBR zero', zero(0)],
    ['protective MBR and primary header zero', both(zero(0), zero(1))],
    ['protective MBR and backup zero', both(zero(0), zero(last - 32, 33))],
  ];
  for (const [name, damage] of same) {
    test(`is the same again, byte by byte: ${name}`, (t) => {
      const { disk, golden, health } = repaired(t, damage);
      assert.ok(readFileSync(disk).equals(readFileSync(golden)));
      assert.match(health, /^gpt \S+ repaired: .*\n$/);
    });
  }

  const grown: [string, Damage][] = [
    ['grown by 1 GiB', grow],
    ['grown by 1 GiB, protective MBR zero', both(zero(0), grow)],
    ['grown by 1 GiB, old backup zero', both(zero(last), grow)],
  ];
  for (const [name, damage] of grown) {
    test(`has its backup at the end of the disk: ${name}`, (t) => {
      const { disk, golden, health } = repaired(t, damage);
      assert.match(health, / repaired: /);
      assert.deepEqual(table(disk), table(golden));
      // Either copy by itself.
      fill(disk, '/dev/zero', 1, 1);
      assert.deepEqual(table(disk), table(golden));
    });
  }

  const left: [string, Damage, string][] = [
    ['whole', () => {}, ''],
    ['both headers zero', both(zero(1), zero(last)), ''],
    ['primary header zero, then grown by 1 GiB: nobody knows where the backup is', both(zero(1), grow), ''],
    ['somebody put an MBR with partitions there', foreignMbr, ''],
    ['another installation', zero(1), 'ffff-4abc-8def-0123456789ab'],
  ];
  for (const [name, damage, other] of left) {
    test(`is left as it is: ${name}`, (t) => {
      const { disk, damaged, health } = repaired(t, damage, other === '' ? id : other);
      assert.ok(readFileSync(disk).equals(damaged));
      assert.equal(health, '');
    });
  }

  test('of a disk with sectors of 4 KiB is repaired too', (t) => {
    const lab = makeLab(t, 4096);
    for (const sector of [0, 1]) {
      copyFileSync(lab.golden, lab.disk);
      mustRun('dd', [`if=/dev/zero`, `of=${lab.disk}`, 'bs=4096', `seek=${sector}`, ...one]);
      onLoop(lab.disk, 4096, (device) => mustRun(script, [device], { env: lab.env }));
      assert.ok(readFileSync(lab.disk).equals(readFileSync(lab.golden)), `sector ${sector}`);
    }
  });

  test('of a copy of the disk that runs is left to whoever put it there', (t) => {
    const lab = makeLab(t, 512);
    writeFileSync(path.join(lab.run, 'state'), `slot=a\nid=${id}\ndisk=sdz\n`);
    zero(1)(lab.disk);
    const before = readFileSync(lab.disk);
    mustRun(script, [lab.disk], { env: lab.env });
    assert.ok(readFileSync(lab.disk).equals(before));
  });
});

const one = ['count=1', 'conv=notrunc', 'status=none'];

function makeLab(t: TestContext, sectorSize: 512 | 4096) {
  const dir = scratchFolder(t);
  const [disk, golden, run] = [path.join(dir, 'disk'), path.join(dir, 'golden'), path.join(dir, 'run')];
  mkdirSync(run);
  writeFileSync(path.join(run, 'state'), `slot=a\nid=${id}\n`);
  mustRun('truncate', ['-s', '64M', golden]);
  onLoop(golden, sectorSize, (device) => mustRun('sfdisk', ['-q', device], { input: partitions }));
  copyFileSync(golden, disk);
  return { disk, golden, run, env: { TFR_RUN: run } };
}

/** Runs the script over a disk with some damage. */
function repaired(t: TestContext, damage: Damage, installation = id) {
  const { disk, golden, run, env } = makeLab(t, 512);
  writeFileSync(path.join(run, 'state'), `slot=a\nid=${installation}\n`);
  damage(disk);
  const damaged = readFileSync(disk);
  mustRun(script, [disk], { env });
  const { stdout: health } = runProgram('cat', [path.join(run, 'health')]);
  return { disk, golden, damaged, health };
}

function table(disk: string): unknown {
  const { partitiontable } = JSON.parse(mustRun('sfdisk', ['--json', disk]));
  const { id: identifier, partitions: entries } = partitiontable;
  return { identifier, entries: entries.map((entry: object) => ({ ...entry, node: undefined })) };
}

function fill(disk: string, source: string, sector: number, count: number): void {
  const blocks = ['bs=512', `seek=${sector}`, `count=${count}`, 'conv=notrunc', 'status=none'];
  mustRun('dd', [`if=${source}`, `of=${disk}`, ...blocks]);
}

function onLoop(file: string, sectorSize: number, act: (device: string) => void): void {
  const device = mustRun('losetup', ['-f', '--show', '-b', String(sectorSize), file]).trim();
  try {
    act(device);
  } finally {
    mustRun('losetup', ['-d', device]);
  }
}
