import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { builtIso, openFlashImage } from '../../src/flash/flash-image.js';
import { formatBlockMap } from '../../src/image/disk/block-map.js';
import { failureOf } from '../helpers/failure-of.js';
import { scratchFolder } from '../helpers/scratch.js';

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

const mapText = formatBlockMap({
  ...{ imageSize: 12_288, blockSize: 4096 },
  ranges: [
    { first: 0, last: 0, sha256: 'a'.repeat(64) },
    { first: 2, last: 2, sha256: 'b'.repeat(64) },
  ],
});

/** A project whose build has left these files, with what build.json says of them. */
function built(t: TestContext, files: Readonly<Record<string, string>>) {
  const dir = scratchFolder(t);
  const output = path.join(dir, 'output');
  mkdirSync(output);
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(output, name), text);
  const artefacts = Object.entries(files).map(([file, text]) => ({
    kind: file.endsWith('.iso') ? 'iso' : file.endsWith('.qcow2') ? 'qcow2' : 'raw',
    ...{ file, size: text.length, sha256: sha256(text) },
  }));
  const disk = { device: 'sda', main: true, sectorSize: 4096, sizeMiB: 1 };
  const record = { name: 'robot', artefacts, plan: { disks: [disk] }, memoryMiB: 2048, unattended: false };
  writeFileSync(path.join(output, 'build.json'), JSON.stringify(record));
  return { dir, file: (name: string) => path.join(output, name) };
}

test('without a name it is the installer ISO of the last build, as a whole, for any disk', async (t) => {
  const { dir, file } = built(t, { 'robot-installer.iso': 'installer', 'robot.raw': 'disk' });
  assert.deepEqual(await builtIso(dir), {
    file: file('robot-installer.iso'),
    ...{ bytes: 9, sectorSize: null },
    ranges: [{ start: 0, bytes: 9, sha256: sha256('installer') }],
  });
});

test('where the last build made no ISO, it is told how to make one', async (t) => {
  const { dir } = built(t, { 'robot.raw': 'disk' });
  const failure = await failureOf(builtIso(dir));
  assert.equal(failure.status, 2);
  assert.match(failure.remedy ?? '', /build --output iso/);
});

test('of a disk image the sectors of its disk are known, and its map tells what is written of it', async (t) => {
  const content = 'x'.repeat(12_288);
  const { file } = built(t, { 'robot.raw': content, 'robot.raw.bmap': mapText });
  assert.deepEqual(await openFlashImage(file('robot.raw')), {
    file: file('robot.raw'),
    ...{ bytes: 12_288, sectorSize: 4096 },
    ranges: [
      { start: 0, bytes: 4096, sha256: 'a'.repeat(64) },
      { start: 8192, bytes: 4096, sha256: 'b'.repeat(64) },
    ],
  });
});

for (const [what, change] of [
  ['changed', (map: string) => writeFileSync(map, `${mapText}\n`)],
  ['of another image', (map: string) => writeFileSync(map.replace('.bmap', ''), 'x'.repeat(4096))],
] as const) {
  test(`with a map that is ${what} the whole image is written`, async (t) => {
    const { file } = built(t, { 'robot.raw': 'x'.repeat(12_288), 'robot.raw.bmap': mapText });
    change(file('robot.raw.bmap'));
    const { ranges } = await openFlashImage(file('robot.raw'));
    assert.equal(ranges.length, 1);
    assert.equal(ranges[0]?.sha256, sha256('x'.repeat(12_288)));
  });
}

test('an image that was copied with SHA256SUMS is known by it', async (t) => {
  const dir = scratchFolder(t);
  const file = path.join(dir, 'robot-installer.iso');
  writeFileSync(file, 'installer');
  writeFileSync(path.join(dir, 'SHA256SUMS'), `${sha256('installer')}  robot-installer.iso\n`);
  assert.equal((await openFlashImage(file)).ranges[0]?.sha256, sha256('installer'));
});

const refused: [string, string, Record<string, string>, RegExp][] = [
  ['that is not there', 'other.iso', {}, /There is no such image/],
  ['that nobody knows the digest of', 'robot.iso', { 'robot.iso': 'x' }, /No digest is known/],
  ['that is empty', 'robot.iso', { 'robot.iso': '' }, /not an image/],
  ['of another format', 'robot.qcow2', { 'robot.qcow2': 'x' }, /cannot hold a qcow2 file as it is/],
  ['that is a map', 'robot.raw.bmap', { 'robot.raw.bmap': 'x' }, /neither an installer ISO nor a raw/],
];
for (const [what, name, files, expected] of refused) {
  test(`an image ${what} is refused`, async (t) => {
    const dir = scratchFolder(t);
    for (const [file, text] of Object.entries(files)) writeFileSync(path.join(dir, file), text);
    const failure = await failureOf(openFlashImage(path.join(dir, name)));
    assert.equal(failure.status, 2);
    assert.match(failure.what, expected);
    assert.notEqual(failure.remedy, undefined);
  });
}
