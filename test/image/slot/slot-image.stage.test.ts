import assert from 'node:assert/strict';
import { statSync } from 'node:fs';
import { release } from 'node:os';
import path from 'node:path';
import { before, test } from 'node:test';
import { createNativeEngine } from '../../../src/engine/native/native.js';
import { engineInRoot, prepareForkyBuildRoot } from '../../helpers/forky-root.js';
import { mustRun } from '../../helpers/run-program.js';
import { scratchFolder } from '../../helpers/scratch.js';
import { makeSmallSlot } from '../../helpers/small-root.js';

let forky = '';
before(
  async () => {
    forky = await prepareForkyBuildRoot();
  },
  { timeout: 600_000 },
);

const digestOf = (file: string) => mustRun('sha256sum', [file]).split(' ')[0];

for (const format of ['files', 'squashfs'] as const) {
  test(`a slot has the same bytes with other programs on the build machine (${format})`, async (t) => {
    const dir = scratchFolder(t);
    const [native, other] = [path.join(dir, 'native'), path.join(dir, 'other')];
    const engine = engineInRoot(forky, createNativeEngine());
    const first = await makeSmallSlot({ format, dir: native });
    const second = await makeSmallSlot({ format, dir: other, engine });
    assert.equal(digestOf(first), digestOf(second));
    mustRun('e2fsck', ['-f', '-n', first]);
  });
}

test('a compressed slot is as large as its content, and lists all of it', async (t) => {
  const dir = scratchFolder(t);
  const slot = await makeSmallSlot({ format: 'squashfs', dir });
  const ask = (request: string) => mustRun('debugfs', ['-R', request, slot]);
  const listed = ask('cat /usr/lib/tmpfsroot/slot.b2')
    .trim()
    .split('\n')
    .map((line) => line.slice(130));
  assert.deepEqual(listed, [
    ...['boot/arguments.cfg.gz', 'boot/efi/EFI/shimx64.efi', 'boot/initramfs.img', 'boot/vmlinuz'],
    'root.squashfs',
    ...['usr/lib/efi/grub.efi', 'usr/lib/tmpfsroot/image.conf', 'usr/lib/tmpfsroot/root.b2'],
  ]);
  assert.match(ask(`stat /usr/lib/modules/${release()}`), /Type: directory/);
  const image = Number(/Size: (\d+)/.exec(ask('stat /root.squashfs'))?.[1]);
  const { size } = statSync(slot);
  assert.ok(size > image && size < image * 1.3 + (10 << 20), `${size} bytes for an image of ${image}`);
});
