import assert from 'node:assert/strict';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { after, before, it } from 'node:test';
import { mustCli } from '../helpers/cli.js';
import { mustRun } from '../helpers/run-program.js';
import { projectFolder } from '../testbed/places.js';
import { CuttableNetwork } from './cuttable-network.js';
import { bootLimit, digestOf, partitionOf, startDevice } from './device.js';
import { serveUpdates } from './serve-updates.js';
import { buildVersion, type UpdateProject } from './update-project.js';

const work = path.join(projectFolder(), '.cache/e2e/slot-formats');
const shared = { config: path.join(work, 'config'), cache: path.join(projectFolder(), '.cache/e2e/cache') };
const projectOf = (name: string): UpdateProject => ({ ...shared, dir: path.join(work, name) });
const [files, image] = [projectOf('files'), projectOf('image')];
const disk = path.join(work, 'device.raw');
let network: CuttableNetwork;
let endServing: (() => void) | undefined;

before(async () => {
  await rm(work, { recursive: true, force: true });
  await mkdir(work, { recursive: true });
  network = await CuttableNetwork.open();
  const { url } = network;
  await buildVersion(files, { note: 'one', output: 'raw', url, slotFormat: 'files' });
  await buildVersion(image, { note: 'two', output: 'update', url });
  mustRun('cp', ['--sparse=always', path.join(files.dir, 'output/update.raw'), disk]);
  const published = path.join(work, 'published');
  await mustCli(['publish', published], { cwd: image.dir });
  endServing = await serveUpdates(network, published);
});

after(() => {
  endServing?.();
  network.close();
});

/** Whether a slot holds one compressed image, or else the files of a root. */
function formatOf(slot: 'a' | 'b'): 'squashfs' | 'files' {
  const device = `${disk}?offset=${partitionOf(disk, `tfr-root-${slot}`).start}`;
  return /\broot\.squashfs\b/.test(mustRun('debugfs', ['-R', 'ls /', device])) ? 'squashfs' : 'files';
}

it('a device whose slots hold files is brought to a compressed image by an update', async (t) => {
  const start = async (name: string) => {
    const machine = await startDevice({
      disk,
      dir: path.join(work, 'logs'),
      name,
      network: true,
      noReboot: false,
    });
    t.after(() => machine.powerCut());
    return machine;
  };
  const limit = { timeoutMs: bootLimit };
  const old = digestOf(disk, 'tfr-root-a');
  assert.equal(formatOf('a'), 'files');
  const machine = await start('update');
  await machine.waitFor('one took: update: slot b holds the update', limit);
  await machine.waitFor('tfr: slot b is committed', limit);
  await machine.waitFor(/two took: update: this image runs already/, limit);
  await machine.powerCut();
  // The image that it had is still there, whole, and in its own format.
  assert.deepEqual([formatOf('a'), formatOf('b')], ['files', 'squashfs']);
  assert.equal(digestOf(disk, 'tfr-root-a'), old);
  const again = await start('again');
  await again.waitFor('tfr: slot b is committed', limit);
  await again.powerCut();
});
