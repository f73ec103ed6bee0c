import assert from 'node:assert/strict';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { before, it } from 'node:test';
import { mustRun } from '../helpers/run-program.js';
import { projectFolder } from '../testbed/places.js';
import { stateOn } from './boot-state-on.js';
import { bootAndReport, bootLimit, copyDisk, digestOf, partitionOf, startDevice } from './device.js';
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
  const boot = directBootOf({ iso, disk: copy, dir: path.join(work, 'boot'), name: 'emergency' });
  const direct = { ...boot, append: `${boot.append} tfr.test=emergency` };
  const machine = await startDevice({ disk: copy, dir: logs, name: 'emergency', direct });
  await machine.waitFor('the machine restarts in 30 s', { timeoutMs: bootLimit });
  assert.equal(await machine.exited, 0);
  const { saved_entry, fails, failed, ok0, ok1 } = stateOn(copy);
  const counted = { saved_entry: '0', fails: '3', failed: '0', ok0: '1', ok1: '1' };
  assert.deepEqual({ saved_entry, fails, failed, ok0, ok1 }, counted);
  const log = `${copy}?offset=${partitionOf(copy, 'tfr-log').start}`;
  const events = mustRun('debugfs', ['-R', 'cat /tmpfsroot/events', log]);
  assert.match(events, /^\S+Z a failed emergency$/m);
});

async function copyOf(name: string): Promise<string> {
  const copy = path.join(work, `${name}.raw`);
  await copyDisk(disk, copy);
  return copy;
}
