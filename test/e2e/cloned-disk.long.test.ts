import assert from 'node:assert/strict';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { it } from 'node:test';
import { mustRun } from '../helpers/run-program.js';
import { projectFolder } from '../testbed/places.js';
import { bootAndReport, copyDisk, damageContent, installationId } from './device.js';
import { directBootOf } from './direct-boot.js';
import { assertHealthy } from './healthy.js';
import { prepareInstalledDevice } from './installed-device.js';

const work = path.join(projectFolder(), '.cache/e2e/cloned-disk');
const logs = path.join(work, 'logs');

it('two disks with one identity come up from the whole one when a slot of the first is damaged', async () => {
  await rm(work, { recursive: true, force: true });
  await mkdir(work, { recursive: true });
  const { iso, disk } = await prepareInstalledDevice();
  const [copy, clone] = [path.join(work, 'twin.raw'), path.join(work, 'twin-clone.raw')];
  for (const file of [copy, clone]) await copyDisk(disk, file);
  assert.equal(installationId(copy), installationId(clone));
  await damageContent(copy, 'tfr-root-a');
  const before = fileDigest(copy);
  const direct = directBootOf({ iso, disk: copy, dir: path.join(work, 'boot'), name: 'twin' });
  const { report } = await bootAndReport({ disk: copy, others: [clone], dir: logs, name: 'twin', direct });
  assertHealthy(report, 'a');
  assert.match(report.get('disks') ?? '', /^[ab]$/);
  assert.match(report.get('health') ?? '', /duplicate \/dev\/sd[ab]2 (\/dev\/sd[ab]2) taken \1;/);
  assert.equal(fileDigest(copy), before, 'the other disk was written to');
});

function fileDigest(file: string): string {
  return mustRun('sh', ['-c', 'sha256sum <"$1"', 'sh', file]);
}
