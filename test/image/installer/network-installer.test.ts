import assert from 'node:assert/strict';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { copyPadded, networkMemoryMiB } from '../../../src/image/installer/network-installer.js';
import { scratchFolder } from '../../helpers/scratch.js';

for (const [bytes, padded] of [
  [1, 512],
  [511, 512],
  [512, 512],
  [513, 1024],
] as const) {
  test(`an initramfs of ${bytes} bytes ends at ${padded}, with zeros, and everybody may read it`, async (t) => {
    const dir = scratchFolder(t);
    const [from, to] = [path.join(dir, 'from'), path.join(dir, 'to')];
    writeFileSync(from, 'x'.repeat(bytes), { mode: 0o600 });
    assert.equal(await copyPadded(from, to), padded);
    assert.equal(readFileSync(to, 'latin1'), 'x'.repeat(bytes) + '\0'.repeat(padded - bytes));
    assert.equal(statSync(to).mode & 0o777, 0o644);
  });
}

const MiB = 1024 * 1024;
const memory: [initramfsMiB: number, imageMiB: number, needed: number][] = [
  // Both archives and what they hold.
  [30, 120, 30 + 120 + 120 + 120 + 192 + 90],
  // Twice what they hold, as a tmpfs is half of the memory.
  [30, 1000, 2 * (1000 + 120) + 192],
];
for (const [initramfs, image, needed] of memory) {
  test(`an image of ${image} MiB is installed from the network with ${needed} MiB of memory`, () => {
    assert.equal(networkMemoryMiB(initramfs * MiB, image * MiB), needed);
  });
}
