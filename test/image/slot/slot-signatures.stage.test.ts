import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { digestedSuffix, signatureFile } from '../../../src/image/slot/openpgp-signature.js';
import { slotKey } from '../../../src/image/slot/slot-key.js';
import { signSlot } from '../../../src/image/slot/slot-signatures.js';
import { mustRun } from '../../helpers/run-program.js';
import { scratchFolder, writeTree } from '../../helpers/scratch.js';
import { taskContext } from '../../helpers/task-context.js';

const files = { 'boot/vmlinuz': 'kernel '.repeat(10_000), 'boot/initramfs.img': 'initramfs '.repeat(10_000) };
const folders = ['boot/efi/EFI/fedora', 'usr/lib/efi/grub2/1:2.12-64.fc44/EFI/fedora'];

for (const [modules, folder] of [
  ['pgp gcry_rsa gcry_sha256', folders[0]],
  ['pgp gcry_rsa gcry_sha256', folders[1]],
  ['pgp gcry_sha256', folders[0]],
  ['normal', folders[1]],
  [null, folders[0]],
] as const) {
  const isSigned = modules?.includes('gcry_rsa') === true;
  test(`kernel and initramfs are ${isSigned ? '' : 'not '}signed where GRUB has ${modules} (${folder})`, async (t) => {
    const scratch = scratchFolder(t);
    const tree = path.join(scratch, 'tree');
    writeTree(tree, files);
    mkdirSync(path.join(tree, folder ?? ''), { recursive: true });
    const grub = path.join(tree, folder ?? '', 'grubx64.efi');
    if (modules !== null)
      mustRun('grub-mkimage', ['-O', 'x86_64-efi', '-p', '/', '-o', grub, ...modules.split(' ')]);
    const added = await signSlot(taskContext(), tree, scratch);
    if (!isSigned) {
      assert.deepEqual(added, []);
      assert.equal(existsSync(path.join(tree, 'boot/vmlinuz.sig')), false);
      return;
    }
    assert.deepEqual(
      added,
      ['slot-key.pgp', 'slot-key.pgp.sig', 'vmlinuz.sig', 'initramfs.img.sig'].map((name) => `boot/${name}`),
    );
    for (const name of ['boot/slot-key.pgp', ...Object.keys(files)]) {
      const content = readFileSync(path.join(tree, name));
      const digest = createHash('sha256').update(content).update(digestedSuffix).digest();
      assert.deepEqual(readFileSync(path.join(tree, `${name}.sig`)), signatureFile(slotKey, digest), name);
    }
  });
}
