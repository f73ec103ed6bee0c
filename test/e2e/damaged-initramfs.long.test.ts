import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { it } from 'node:test';
import { mustRun } from '../helpers/run-program.js';
import { projectFolder } from '../testbed/places.js';
import { stateOn } from './boot-state-on.js';
import { damage, partitionOf } from './device.js';
import { prepareInstalledDevice } from './installed-device.js';
import { runToCommit } from './run-to-commit.js';

const work = path.join(projectFolder(), '.cache/e2e/damaged-initramfs');

it('B is started when the initramfs of A is damaged and GRUB cannot check it, after three starts', async () => {
  await rm(work, { recursive: true, force: true });
  await mkdir(work, { recursive: true });
  const { diskImage } = await prepareInstalledDevice();
  const copy = path.join(work, 'initramfs.raw');
  mustRun('cp', ['--sparse=always', diskImage, copy]);
  const slotA = `${copy}?offset=${partitionOf(copy, 'tfr-root-a').start}`;
  mustRun('debugfs', ['-w', '-R', 'rm /boot/slot-key.pgp.sig', slotA]);
  await damageFile(copy, '/boot/initramfs.img');
  const { slot, starts } = await runToCommit(copy, path.join(work, 'logs'), 'initramfs');
  assert.equal(slot, 'b');
  assert.ok(starts >= 4, String(starts));
  const { saved_entry, fails } = stateOn(copy);
  assert.deepEqual({ saved_entry, fails }, { saved_entry: '0', fails: '2' });
});

/** The first 4 KiB of a file of slot A. */
async function damageFile(copy: string, file: string): Promise<void> {
  const image = `${copy}?offset=${partitionOf(copy, 'tfr-root-a').start}`;
  const [first] = mustRun('debugfs', ['-R', `blocks ${file}`, image])
    .trim()
    .split(/\s+/);
  await damage(copy, 'tfr-root-a', Number(first) * 4096, randomBytes(4096));
}
