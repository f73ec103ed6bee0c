import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { packageFile } from '../../src/engine/package-file.js';
import { dataExt4Arguments, fatArguments } from '../../src/image/file-systems.js';
import { espLabel } from '../../src/image/grub-config.js';
import { partitionUuid } from '../../src/image/partition-ids.js';
import { partitionNames } from '../../src/spec/image-spec.js';
import { runProgram } from '../helpers/run-program.js';

const id = '1234-4abc-8def-0123456789ab';
const device = (file: string) => packageFile(`src/device/dracut/${file}`);

test("the device's scripts find every partition by the PARTUUID that the builder gives it", () => {
  const script = `. "$0"; for name; do tfr_partuuid ${id} "$name" || echo "no $name"; done`;
  const lib = device('90tmpfsroot/lib.sh');
  const { stdout } = runProgram('sh', ['-c', script, lib, ...partitionNames, 'swap']);
  const expected = [...partitionNames.map((name) => partitionUuid(id, name)), 'no swap'];
  assert.deepEqual(stdout.trim().split('\n'), expected);
});

test('healer, installer and builder make the same file systems', () => {
  const label = '$label';
  const expected = options('ext4', dataExt4Arguments(label, id)).filter(
    // Seeds, so that a disk image is the same each time; on a device they are drawn.
    ([option, value]) => option !== '-U' && !value.startsWith('hash_seed='),
  );
  for (const file of ['90tmpfsroot/heal.sh', '91tmpfsroot-install/write.sh']) {
    assert.deepEqual(options('ext4', wordsAfter(file, 'mkfs.ext4')), expected, file);
  }
  const fat = fatArguments(espLabel, '12345678', 512).filter((word) => word !== '--invariant');
  assert.deepEqual(
    options('vfat', wordsAfter('91tmpfsroot-install/write.sh', 'mkfs.vfat')).map(([option]) => option),
    options('vfat', fat).flatMap(([option]) => (option === '-i' ? [] : [option])),
  );
  assert.ok(wordsAfter('91tmpfsroot-install/write.sh', 'mkfs.vfat').includes(espLabel));
  const btrfs = ['90tmpfsroot/heal.sh', '91tmpfsroot-install/write.sh'].map((file) =>
    // Without -f the healer refuses what is not empty after all.
    wordsAfter(file, 'mkfs.btrfs').filter((word) => word !== '-f'),
  );
  assert.deepEqual(btrfs[0], btrfs[1]);
});

/** Arguments of a program as a script calls it, up to the device. */
function wordsAfter(file: string, program: string): string[] {
  const text = readFileSync(device(file), 'utf8').replaceAll('\\\n', ' ');
  const calls = [
    ...text.matchAll(new RegExp(`\\b${program} (-.*?) "\\$(?:device|node)" *(?:;|&|>|\\|)`, 'g')),
  ];
  assert.equal(calls.length, 1, `${file} calls ${program} once`);
  const words = calls[0]?.[1]?.match(/"\$\([^)]*\)"|\S+/g) ?? [];
  return words.map((word) => word.replace(/^"(.*)"$/, '$1'));
}

/** Options with their values, sorted; lists of values apart. */
function options(kind: 'ext4' | 'vfat', words: readonly string[]): [string, string][] {
  const valued = kind === 'ext4' ? ['-L', '-U', '-e', '-m', '-E', '-O'] : ['-F', '-n', '-i', '-S'];
  const found: [string, string][] = [];
  for (let at = 0; at < words.length; at += 1) {
    const option = words[at] ?? '';
    if (!valued.includes(option)) {
      found.push([option, '']);
      continue;
    }
    at += 1;
    for (const value of (words[at] ?? '').split(',')) found.push([option, value]);
  }
  return found.sort((a, b) => (a.join() < b.join() ? -1 : 1));
}
