import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { packageFile } from '../../src/base/fs/package-file.js';
import { partitionNames, partitionTable } from '../../src/config/partitions/partition-table.js';
import { dataExt4Arguments, fatArguments } from '../../src/image/disk/file-systems.js';
import { partitionUuid } from '../../src/image/disk/partition-ids.js';
import { withFeatures, withPartitions } from '../../src/image/disk/partition-script.js';
import { mustRun, runProgram } from '../helpers/run-program.js';
import { scratchFolder } from '../helpers/scratch.js';

const id = '1234-4abc-8def-0123456789ab';
const device = (file: string) => packageFile(`src/device/dracut/${file}`);

test("the device's scripts find every partition by the PARTUUID that the builder gives it", () => {
  const script = `. "$0"; for name; do tfr_partuuid ${id} "$name" || echo "no $name"; done`;
  const lib = device('90tmpfsroot/lib.sh');
  const { stdout } = runProgram('sh', ['-c', script, lib, ...partitionNames, 'swap']);
  const expected = [...partitionNames.map((name) => partitionUuid(id, name)), 'no swap'];
  assert.deepEqual(stdout.trim().split('\n'), expected);
});

test("the table in the device's scripts is the one that the program has", () => {
  const lib = readFileSync(device('90tmpfsroot/lib.sh'), 'utf8');
  assert.equal(lib, withPartitions(lib), 'run `npm run partitions`');
  const anaconda = readFileSync(packageFile('src/device/anaconda/lib.sh'), 'utf8');
  assert.equal(anaconda, withFeatures(anaconda), 'run `npm run partitions`');
});

test('the installer asks for the partitions that a disk image has', () => {
  const script = `. "$0"; for name; do tfr_partition "$name"; echo "$tfr_fs $tfr_type $tfr_partlabel"; done`;
  const { stdout } = runProgram('sh', ['-c', script, device('90tmpfsroot/lib.sh'), ...partitionNames]);
  const expected = partitionNames.map((name) => {
    const { fileSystem, typeGuid, label } = partitionTable[name];
    return `${fileSystem} ${typeGuid} ${label}`;
  });
  assert.deepEqual(stdout.trim().split('\n'), expected);
});

test('device and builder make the same ext4', (t) => {
  const dir = scratchFolder(t);
  const uuid = `7f500005-${id}`;
  const [ours, builders] = ['device', 'builder'].map((name) => path.join(dir, name)) as [string, string];
  mustRun('truncate', ['-s', '64M', ours, builders]);
  mustRun('sh', ['-euc', '. "$0"; tfr_make_file_system log "$1"', device('90tmpfsroot/lib.sh'), ours]);
  mustRun('mkfs.ext4', [...dataExt4Arguments('tfr-log', uuid), builders]);
  assert.equal(factsOf(ours), factsOf(builders));
  assert.match(factsOf(ours), /^Errors behavior: +Remount read-only$/m);
});

test('device and builder make the same FAT', (t) => {
  const dir = scratchFolder(t);
  const [ours, builders] = ['device', 'builder'].map((name) => path.join(dir, name)) as [string, string];
  for (const name of ['esp', 'esp2'] as const) {
    mustRun('truncate', ['-s', '64M', ours, builders]);
    const script = '. "$0"; blockdev() { echo 512; }; tfr_make_file_system "$1" "$2"';
    mustRun('sh', ['-euc', script, device('90tmpfsroot/lib.sh'), name, ours]);
    mustRun('mkfs.vfat', [...fatArguments(partitionTable[name].fsLabel, '12345678', 512), builders]);
    assert.deepEqual(bootSectorOf(ours), bootSectorOf(builders));
    assert.equal(bootSectorOf(ours).toString('latin1', 71, 82).trim(), partitionTable[name].fsLabel);
  }
});

test('what looks for our partitions by a pattern finds every one', () => {
  const gpt = readFileSync(packageFile('src/device/root/usr/lib/tmpfsroot/gpt'), 'utf8');
  assert.match(gpt, /7f50000\?-"\$id"/);
  assert.match(gpt, /uuid=7f50000\[0-9a-f\]-\$id/);
  const slots = /uuid=7f50000\[([0-9]+)\]-\$id/.exec(gpt)?.[1] ?? '';
  for (const { idHead, role } of Object.values(partitionTable)) {
    // The last head is that of the machine's id (root.sh).
    assert.match(idHead, /^7f50000[0-9a-e]$/);
    assert.equal(slots.includes(idHead.slice(-1)), role === 'slot', idHead);
  }
});

/** Its parameters, without the number that each file system has of its own. */
function bootSectorOf(file: string): Buffer {
  const sector = readFileSync(file).subarray(0, 512);
  return Buffer.concat([sector.subarray(0, 67), Buffer.alloc(4), sector.subarray(71)]);
}

/** What two file systems that were made in the same way have in common: no identities and no times. */
function factsOf(file: string): string {
  const lines = mustRun('dumpe2fs', ['-h', file]).split('\n');
  return lines
    .filter((line) => !/UUID|Hash Seed|created|checksum|Last|time:|hash|Journal (seq|start)/i.test(line))
    .join('\n');
}
