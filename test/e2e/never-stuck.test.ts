import assert from 'node:assert/strict';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { before, it } from 'node:test';
import { mustRun } from '../helpers/run-program.js';
import { projectFolder } from '../testbed/places.js';
import { stateOn } from './boot-state-on.js';
import {
  bootAndReport,
  bootLimit,
  copyDisk,
  damageContent,
  digestOf,
  installationId,
  partitionOf,
  partitionsOf,
  startDevice,
} from './device.js';
import { directBootOf } from './direct-boot.js';
import { assertHealthy } from './healthy.js';
import { prepareInstalledDevice } from './installed-device.js';

const work = path.join(projectFolder(), '.cache/e2e/never-stuck');
const logs = path.join(work, 'logs');
let iso: string;
let disk: string;

before(async () => {
  await rm(work, { recursive: true, force: true });
  await mkdir(work, { recursive: true });
  ({ iso, disk } = await prepareInstalledDevice());
});

it('the medium left in the machine starts the local disk without a key press', async () => {
  const copy = await copyOf('medium');
  const { report, log } = await bootAndReport({ disk: copy, dir: logs, name: 'medium', iso });
  assertHealthy(report, 'a');
  assert.equal(digestOf(copy, 'tfr-root-a'), digestOf(disk, 'tfr-root-a'));
  assert.ok(!log.some((line) => /Press any key/.test(line)));
});

it('emergency mode says what comes next, counts it, and restarts: the next start is of the other slot', async () => {
  const copy = await copyOf('emergency');
  await restarts(copy, 'emergency', { deed: 'emergency', said: 'the machine restarts in 30 s' });
  const { saved_entry, fails, failed, ok0, ok1 } = stateOn(copy);
  const counted = { saved_entry: '0', fails: '3', failed: '0', ok0: '1', ok1: '1' };
  assert.deepEqual({ saved_entry, fails, failed, ok0, ok1 }, counted);
  const log = `${copy}?offset=${partitionOf(copy, 'tfr-log').start}`;
  const events = mustRun('debugfs', ['-R', 'cat /tmpfsroot/events', log]);
  assert.match(events, /^\S+Z a failed emergency$/m);
});

it('two disks with one identity come up from the whole one when a slot of the first is damaged', async () => {
  const [copy, clone] = [await copyOf('twin'), await copyOf('twin-clone')];
  await damageContent(copy, 'tfr-root-a');
  const before = fileDigest(copy);
  const report = await bootTwins(copy, clone, 'twin-damaged');
  assertHealthy(report, 'a');
  assert.match(report.get('disks') ?? '', /^[ab]$/);
  assert.match(report.get('health') ?? '', /duplicate \/dev\/sd[ab]2 (\/dev\/sd[ab]2) taken \1;/);
  assert.equal(fileDigest(copy), before, 'the other disk was written to');
});

it('a damaged partition table is repaired once the boot is complete', async () => {
  const copy = await copyOf('gpt');
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

/** Boots until something is said, and on until the machine restarts by itself. */
async function restarts(
  copy: string,
  name: string,
  { deed, said }: { deed: string; said: string },
): Promise<void> {
  const direct = directBootOf({ iso, disk: copy, dir: path.join(work, 'boot'), name });
  const append = `${direct.append} tfr.test=${deed}`;
  const machine = await startDevice({ disk: copy, dir: logs, name, direct: { ...direct, append } });
  await machine.waitFor(said, { timeoutMs: bootLimit });
  assert.equal(await machine.exited, 0);
}

async function bootTwins(copy: string, clone: string, name: string): Promise<Map<string, string>> {
  assert.equal(installationId(copy), installationId(clone));
  const direct = directBootOf({ iso, disk: copy, dir: path.join(work, 'boot'), name });
  return (await bootAndReport({ disk: copy, others: [clone], dir: logs, name, direct })).report;
}

async function copyOf(name: string): Promise<string> {
  const copy = path.join(work, `${name}.raw`);
  await copyDisk(disk, copy);
  return copy;
}

function fileDigest(file: string): string {
  return mustRun('sh', ['-c', 'sha256sum <"$1"', 'sh', file]);
}
