import assert from 'node:assert/strict';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { it } from 'node:test';
import { mustRun } from '../helpers/run-program.js';
import { projectFolder } from '../testbed/places.js';
import { bootAndReport, copyDisk, partitionsOf } from './device.js';
import { directBootOf } from './direct-boot.js';
import { assertHealthy } from './healthy.js';
import { prepareInstalledDevice } from './installed-device.js';

const work = path.join(projectFolder(), '.cache/e2e/partition-table');
const logs = path.join(work, 'logs');

it('a damaged partition table is repaired once the boot is complete', async () => {
  await rm(work, { recursive: true, force: true });
  await mkdir(work, { recursive: true });
  const { iso, disk } = await prepareInstalledDevice();
  const copy = path.join(work, 'gpt.raw');
  await copyDisk(disk, copy);
  mustRun('dd', ['if=/dev/zero', `of=${copy}`, 'bs=512', 'seek=1', 'count=1', 'conv=notrunc', 'status=none']);
  const direct = directBootOf({ iso, disk: copy, dir: path.join(work, 'boot'), name: 'gpt' });
  const { report } = await bootAndReport({ disk: copy, dir: logs, name: 'gpt', direct, watchdog: true });
  assertHealthy(report, 'a');
  assert.equal(report.get('watchdog'), 'active 120');
  assert.match(report.get('health') ?? '', /gpt \/dev\/sda repaired: The primary GPT table is corrupt/);
  assert.deepEqual(partitionsOf(copy), partitionsOf(disk));
  const head = ['-n', String(17 * 1024), copy, disk];
  mustRun('cmp', head);
});
