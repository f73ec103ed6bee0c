import assert from 'node:assert/strict';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { after, before, it } from 'node:test';
import type { Machine } from '../../src/vm/machine.js';
import { mustCli } from '../helpers/cli.js';
import { mustRun } from '../helpers/run-program.js';
import { projectFolder } from '../testbed/places.js';
import { stateOn } from './boot-state-on.js';
import { CuttableNetwork } from './cuttable-network.js';
import { bootLimit, partitionOf, startDevice } from './device.js';
import { serveUpdates } from './serve-updates.js';
import { buildVersion, ownBytes, type UpdateProject } from './update-project.js';

const work = path.join(projectFolder(), '.cache/e2e/update');
const shared = { config: path.join(work, 'config'), cache: path.join(projectFolder(), '.cache/e2e/cache') };
const projectOf = (name: string): UpdateProject => ({ ...shared, dir: path.join(work, name) });
const [first, second, bad] = [projectOf('first'), projectOf('second'), projectOf('bad')];
const published = path.join(work, 'published');
const disk = path.join(work, 'device.raw');
const limit = { timeoutMs: bootLimit };
let network: CuttableNetwork;
let endServing: (() => void) | undefined;

before(async () => {
  await rm(work, { recursive: true, force: true });
  await mkdir(work, { recursive: true });
  network = await CuttableNetwork.open();
  const { url } = network;
  await buildVersion(first, { note: 'one', output: 'raw', url });
  await buildVersion(second, { note: 'two', output: 'update', url });
  await buildVersion(bad, { note: 'three', output: 'update', url, hangs: true });
  mustRun('cp', ['--sparse=always', path.join(first.dir, 'output/update.raw'), disk]);
  await mustCli(['publish', published], { cwd: second.dir });
  endServing = await serveUpdates(network, published);
});

after(() => {
  endServing?.();
  network.close();
});

/** Cuts the network after so many bytes of an update, and mends it when the device has noticed. */
async function cutNetwork(machine: Machine, bytes: number): Promise<void> {
  await network.reaches(bytes);
  network.cut();
  await machine.waitFor(/took: .*refused: /, limit);
  network.mend();
}

/** What tmpfsroot-status says in the second version. */
async function statusOf(machine: Machine): Promise<string> {
  return await machine.waitFor(/two says: [^\n]*\n/, limit);
}

/** What the image in a slot holds as /etc/note. */
function noteOf(slot: 'a' | 'b'): string {
  const image = path.join(work, `slot-${slot}.squashfs`);
  const device = `${disk}?offset=${partitionOf(disk, `tfr-root-${slot}`).start}`;
  mustRun('debugfs', ['-R', `dump /root.squashfs ${image}`, device]);
  return mustRun('unsquashfs', ['-cat', image, 'etc/note']).trim();
}

it('a device takes a good update and leaves one that hangs, while network and power fail', async (t) => {
  const start = async (name: string) => {
    const machine = await startDevice({
      ...{ disk, dir: path.join(work, 'logs'), name, network: true, watchdog: true, noReboot: false },
    });
    t.after(() => machine.powerCut());
    return machine;
  };
  const cut = await start('cut');
  await cutNetwork(cut, 2 << 20);
  await network.reaches(3 << 20);
  await cut.powerCut();
  assert.deepEqual([stateOn(disk).ok0, stateOn(disk).ok1, stateOn(disk).trial], ['1', '0', '']);

  const fetched = network.passed;
  const machine = await start('again');
  await machine.waitFor('one took: update: slot b holds the update', limit);
  // What was written before is not fetched again: all of it would be more than the version's own bytes.
  assert.ok(network.passed - fetched < ownBytes, `${network.passed - fetched} bytes`);
  await machine.waitFor('tfr: slot b is committed', limit);
  const status = await statusOf(machine);
  assert.match(status, /says: test\.note=two /, 'the kernel arguments of the first version');
  assert.doesNotMatch(status, /update-left/);

  await mustCli(['publish', published], { cwd: bad.dir });
  await cutNetwork(machine, 2 << 20);
  await machine.waitFor('two took: update: slot a holds the update', limit);
  for (const _try of [1, 2, 3]) await machine.waitFor('TFR-TEST freezes process 1', limit);
  await machine.waitFor('tfr: slot b is committed', limit);
  assert.match(await statusOf(machine), /update-left a update: none of its starts was committed/);
  // Both slots are good again, and the update is not taken once more.
  await machine.waitFor('tfr: slot a held an update that was left and was rewritten from slot b', limit);
  await machine.waitFor('two took: update: this image was tried, and left', limit);
  await machine.powerCut();
  const { saved_entry, ok0, ok1, trial } = stateOn(disk);
  assert.deepEqual({ saved_entry, ok0, ok1, trial }, { saved_entry: '1', ok0: '1', ok1: '1', trial: '' });
  assert.deepEqual([noteOf('a'), noteOf('b')], ['two', 'two']);
});
