import assert from 'node:assert/strict';
import { closeSync, copyFileSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { packageFile } from '../../src/base/fs/package-file.js';
import type { SlotFormat } from '../../src/image/slot/slot-format.js';
import { mustRun, runProgram } from '../helpers/run-program.js';
import { newFolder } from '../helpers/scratch.js';
import { makeSmallSlot } from '../helpers/small-root.js';

const formats: readonly SlotFormat[] = ['files', 'squashfs'];
const shells = ['/bin/dash', '/bin/bash'];

describe('a slot that the initramfs takes', { concurrency: 1 }, () => {
  let dir = '';
  const at = (name: string) => path.join(dir, name);
  before(
    async () => {
      dir = newFolder('tfr-fill-root-');
      for (const format of formats) await makeSmallSlot({ format, dir: at(format) });
      await makeSmallSlot({ format: 'squashfs', verify: 'size', dir: at('size') });
    },
    { timeout: 600_000 },
  );
  after(() => rmSync(dir, { recursive: true, force: true }));
  const slotOf = (name: string) => at(`${name}/out/slot.img`);

  function take(slot: string, { shell = '/bin/dash', available = '' } = {}) {
    const { stdout, stderr } = runProgram(
      'unshare',
      ['-m', 'sh', packageFile('test/device/fill-root-lab.sh')],
      {
        env: {
          SLOT: slot,
          SCRIPTS: packageFile('src/device/dracut/90tmpfsroot'),
          AVAILABLE: available,
          SHELL_UNDER_TEST: shell,
        },
      },
    );
    const text = stdout + stderr;
    const word = (key: string) => new RegExp(`^${key}: (.*)$`, 'm').exec(text)?.[1];
    return { text, word };
  }

  /** The slot of a format with bytes of one of its files changed. */
  function damaged(name: string, file: string, where: (blocks: number[]) => number | undefined): string {
    const copy = at('damaged.img');
    copyFileSync(slotOf(name), copy);
    const blocks = mustRun('debugfs', ['-R', `blocks ${file}`, copy])
      .trim()
      .split(/\s+/)
      .map(Number);
    const handle = openSync(copy, 'r+');
    writeSync(handle, Buffer.from('****'), 0, 4, (where(blocks) ?? Number.NaN) * 4096 + 20);
    closeSync(handle);
    return copy;
  }
  const first = (blocks: number[]) => blocks[0];
  const middle = (blocks: number[]) => blocks[Math.floor(blocks.length / 2)];
  const last = (blocks: number[]) => blocks.at(-1);

  for (const shell of shells) {
    test(`is the same root in both formats (${shell})`, () => {
      const [files, image] = formats.map((format) => take(slotOf(format), { shell }));
      assert.equal(files?.word('taken'), 'files', files?.text);
      assert.equal(image?.word('taken'), 'squashfs', image?.text);
      assert.equal(image?.word('capability'), '0100000200200000000000000000000000000000');
      for (const what of ['tree', 'files', 'capability'])
        assert.equal(image?.word(what), files?.word(what), what);
      assert.doesNotMatch(`${files?.text}${image?.text}`, /left/);
    });
  }

  test('is read once, and less of it where it is compressed', () => {
    const [files, image] = formats.map((format) =>
      Number.parseInt(take(slotOf(format)).word('read') ?? '', 10),
    );
    const size = statSync(slotOf('squashfs')).size / 1024;
    assert.ok(image !== undefined && image < size, `${image} KiB of ${size}`);
    assert.ok(files !== undefined && image < files * 0.6, `${image} KiB, ${files} KiB of files`);
  });

  const damages: [string, string, typeof first][] = [
    ['the first block of the image', '/root.squashfs', first],
    ['a block in the middle of the image', '/root.squashfs', middle],
    ['the last block of the image', '/root.squashfs', last],
    ['the digest of the image', '/usr/lib/tmpfsroot/root.b2', first],
    ['the facts of the image', '/usr/lib/tmpfsroot/image.conf', first],
  ];
  for (const [what, file, where] of damages) {
    test(`is refused when ${what} is damaged, and nothing of it is left`, () => {
      const { text, word } = take(damaged('squashfs', file, where));
      assert.equal(word('refused'), 'damaged', text);
      assert.doesNotMatch(text, /left a root/);
    });
  }

  test('is refused when a file is damaged', () => {
    assert.equal(take(damaged('files', '/usr/own/capable', middle)).word('refused'), 'damaged');
  });

  test('without a look at digests, an image that cannot be unpacked is refused all the same', () => {
    assert.equal(take(slotOf('size')).word('taken'), 'squashfs');
    const { text, word } = take(damaged('size', '/root.squashfs', middle));
    assert.equal(word('refused'), 'damaged', text);
  });

  test('is not damaged where memory is short', () => {
    const { text, word } = take(slotOf('squashfs'), { available: '20000' });
    assert.equal(word('refused'), '', text);
    assert.match(text, /log: the image needs \d+ MiB of memory, 19 MiB are free/);
  });
});
