import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { packageFile } from '../../src/engine/package-file.js';
import { dataExt4Arguments, fatArguments } from '../../src/image/file-systems.js';
import { espLabels } from '../../src/image/grub-config.js';
import { partitionUuid } from '../../src/image/partition-ids.js';
import { withPartitions } from '../../src/image/partition-script.js';
import { partitionNames } from '../../src/spec/image-spec.js';
import { partitionTable } from '../../src/spec/partition-table.js';
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

test('device and builder make the same FAT', () => {
  const fat = fatArguments(espLabels.esp, '12345678', 512).filter((word) => word !== '--invariant');
  const words = wordsAfter('90tmpfsroot/lib.sh', 'mkfs.vfat');
  assert.deepEqual(
    fatOptions(words).map(([option]) => option),
    fatOptions(fat).flatMap(([option]) => (option === '-i' ? [] : [option])),
  );
  const script = readFileSync(device('90tmpfsroot/lib.sh'), 'utf8');
  for (const [name, label] of Object.entries(espLabels))
    assert.match(script, new RegExp(`^ *${name}\\) tfr_fat_label=${label} ;;$`, 'm'));
});

/** What two file systems that were made in the same way have in common: no identities and no times. */
function factsOf(file: string): string {
  const lines = mustRun('dumpe2fs', ['-h', file]).split('\n');
  return lines
    .filter((line) => !/UUID|Hash Seed|created|checksum|Last|time:|hash|Journal (seq|start)/i.test(line))
    .join('\n');
}

/** Arguments of a program as a script calls it, up to the device. */
function wordsAfter(file: string, program: string): string[] {
  const text = readFileSync(device(file), 'utf8').replaceAll('\\\n', ' ');
  const calls = [
    ...text.matchAll(new RegExp(`\\b${program} (-.*?) "\\$(?:tfr_device)" *(?:;|&|>|\\|)`, 'g')),
  ];
  assert.equal(calls.length, 1, `${file} calls ${program} once`);
  const words = calls[0]?.[1]?.match(/"\$\([^)]*\)"|\S+/g) ?? [];
  return words.map((word) => word.replace(/^"(.*)"$/, '$1'));
}

/** Options of mkfs.vfat with their values, sorted. */
function fatOptions(words: readonly string[]): [string, string][] {
  const found: [string, string][] = [];
  for (let at = 0; at < words.length; at += 2) found.push([words[at] ?? '', words[at + 1] ?? '']);
  return found.sort((a, b) => (a.join() < b.join() ? -1 : 1));
}
