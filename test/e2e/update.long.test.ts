import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { before, describe, it } from 'node:test';
import { mustRun } from '../helpers/run-program.js';
import { projectFolder } from '../testbed/places.js';
import { stateOn } from './boot-state-on.js';
import { bootLimit, partitionOf, startDevice } from './device.js';
import { buildVersion, type UpdateProject } from './update-project.js';

const work = path.join(projectFolder(), '.cache/e2e/update');
const shared = { config: path.join(work, 'config'), cache: path.join(projectFolder(), '.cache/e2e/cache') };
const folders = ['first', 'second', 'bad'].map(
  (name): UpdateProject => ({ ...shared, dir: path.join(work, name) }),
) as [UpdateProject, UpdateProject, UpdateProject];

before(async () => {
  await rm(work, { recursive: true, force: true });
  await mkdir(work, { recursive: true });
  const [first, second, bad] = folders;
  await buildVersion(first, { note: 'one', output: 'raw' });
  await buildVersion(second, { note: 'two', output: 'update' });
  await buildVersion(bad, { note: 'three', output: 'update', isGood: false });
});

/** A device of the first version that finds an update on its second disk. */
function deviceWith({ dir }: UpdateProject, name: string) {
  const disk = path.join(work, `${name}.raw`);
  mustRun('cp', ['--sparse=always', path.join(folders[0].dir, 'output/update.raw'), disk]);
  const others = [path.join(dir, 'output/update.update')];
  const start = async (part: string) =>
    await startDevice({
      disk,
      others,
      dir: path.join(work, 'logs'),
      name: `${name}-${part}`,
      noReboot: false,
    });
  return { disk, start };
}

/** What the image in a slot holds as /etc/note. */
function noteOf(disk: string, slot: 'a' | 'b'): string {
  const image = path.join(work, `${path.basename(disk)}-${slot}.squashfs`);
  const device = `${disk}?offset=${partitionOf(disk, `tfr-root-${slot}`).start}`;
  mustRun('debugfs', ['-R', `dump /root.squashfs ${image}`, device]);
  return mustRun('unsquashfs', ['-cat', image, 'etc/note']).trim();
}

describe('an update in the field', { concurrency: 2 }, () => {
  it('is written again after a power cut, tried, and stays', async () => {
    const { disk, start } = deviceWith(folders[1], 'good');
    const cut = await start('cut');
    await cut.waitFor('tfr: slot b is written with an update', { timeoutMs: bootLimit });
    await cut.powerCut();
    assert.equal(stateOn(disk).ok1, '0');
    const machine = await start('again');
    await machine.waitFor(/TFR-TEST update: update: slot b holds the update/, { timeoutMs: bootLimit });
    await machine.waitFor('tfr: slot b is committed', { timeoutMs: bootLimit });
    await machine.powerCut();
    const { saved_entry, ok0, ok1, trial } = stateOn(disk);
    assert.deepEqual({ saved_entry, ok0, ok1, trial }, { saved_entry: '1', ok0: '1', ok1: '1', trial: '' });
    assert.deepEqual([noteOf(disk, 'a'), noteOf(disk, 'b')], ['one', 'two']);
  });

  it('whose services do not run is left again, and its reason is told', async () => {
    const { disk, start } = deviceWith(folders[2], 'bad');
    const machine = await start('only');
    await machine.waitFor(/TFR-TEST update: update: slot b holds the update/, { timeoutMs: bootLimit });
    await machine.waitFor(
      /services of slot b do not run after 20 s: missing\.service; starting the other slot/,
      {
        timeoutMs: bootLimit,
      },
    );
    await machine.waitFor('tfr: slot a is committed', { timeoutMs: bootLimit });
    await machine.powerCut();
    const { saved_entry, ok0, trial } = stateOn(disk);
    assert.deepEqual({ saved_entry, ok0, trial }, { saved_entry: '0', ok0: '1', trial: '' });
    assert.doesNotMatch(readFileSync(machine.logFile, 'latin1'), /Kernel panic/);
  });
});
