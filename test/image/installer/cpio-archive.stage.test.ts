import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, readFileSync, statSync, utimesSync } from 'node:fs';
import path from 'node:path';
import { type TestContext, test } from 'node:test';
import { cpioHeader, writeCpioArchive } from '../../../src/image/installer/cpio-archive.js';
import { failureOf } from '../../helpers/failure-of.js';
import { mustRun } from '../../helpers/run-program.js';
import { scratchFolder, writeTree } from '../../helpers/scratch.js';

const { signal } = new AbortController();
const files = {
  'tfr/TFR_1': '1',
  'tfr/empty': '',
  'tfr/esp/EFI/BOOT/BOOTX64.EFI': 'loader\n',
  'tfr/four': '1234',
  // More than one piece of reading.
  'tfr/slot.img.zst': 'slot'.repeat(700_001),
  'tfr/with a space': 'x',
};

function folder(t: TestContext, mode = 0o644, time = 1): { dir: string; archive: string } {
  const dir = scratchFolder(t);
  writeTree(dir, files);
  for (const name of Object.keys(files)) {
    chmodSync(path.join(dir, name), mode);
    utimesSync(path.join(dir, name), time, time);
  }
  return { dir, archive: path.join(dir, 'image.cpio') };
}

test('cpio unpacks what was put in, as files that root owns and everybody may read', async (t) => {
  const { dir, archive } = folder(t, 0o600);
  let told = 0;
  await writeCpioArchive(path.join(dir, 'tfr'), archive, { signal, onBytes: (bytes) => (told += bytes) });
  const out = path.join(dir, 'out');
  mkdirSync(out);
  mustRun('sh', ['-euc', 'cd "$1" && cpio --quiet -im <"$2"', 'sh', out, archive]);
  for (const [name, content] of Object.entries(files)) {
    assert.equal(readFileSync(path.join(out, name), 'utf8'), content, name);
    const { mode, uid, gid, mtimeMs } = statSync(path.join(out, name));
    assert.deepEqual([mode & 0o7777, uid, gid, mtimeMs], [0o644, 0, 0, 0]);
  }
  assert.equal(told, Object.values(files).join('').length);
  const listed = mustRun('sh', ['-euc', 'cpio --quiet -it <"$1"', 'sh', archive]).trim().split('\n');
  assert.deepEqual(listed, [
    ...['tfr', 'tfr/TFR_1', 'tfr/empty', 'tfr/esp', 'tfr/esp/EFI', 'tfr/esp/EFI/BOOT'],
    ...['tfr/esp/EFI/BOOT/BOOTX64.EFI', 'tfr/four', 'tfr/slot.img.zst', 'tfr/with a space'],
  ]);
});

test('the same content gives the same bytes, whatever its modes and times', async (t) => {
  const [one, other] = [folder(t), folder(t, 0o600, 1_000_000)];
  for (const { dir, archive } of [one, other])
    await writeCpioArchive(path.join(dir, 'tfr'), archive, { signal });
  assert.ok(readFileSync(one.archive).equals(readFileSync(other.archive)));
});

test('headers end at a multiple of four bytes, as the kernel wants it', () => {
  for (const name of ['a', 'ab', 'abc', 'abcd', 'tfr/é']) {
    const header = cpioHeader({ name, kind: 'file', size: 0xfffffffe }, 1);
    assert.equal(header.length % 4, 0, name);
    assert.equal(header.subarray(0, 6).toString(), '070701');
    assert.equal(header.subarray(54, 62).toString(), 'FFFFFFFE');
  }
});

test('a file of 4 GiB, which the format cannot hold, is refused', async () => {
  const failure = await failureOf(() =>
    cpioHeader({ name: 'tfr/slot.img.zst', kind: 'file', size: 2 ** 32 }, 1),
  );
  assert.equal(failure.status, 1);
  assert.match(failure.what, /`tfr\/slot\.img\.zst`.*4 GiB/);
});
