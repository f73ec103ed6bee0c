import assert from 'node:assert/strict';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { before, it } from 'node:test';
import { mustRun } from '../helpers/run-program.js';
import { projectFolder } from '../testbed/places.js';
import { bootLimit, digestOf, install, installationId, partitionsOf, startInstaller } from './device.js';
import { prepareInstalledDevice } from './installed-device.js';

const work = path.join(projectFolder(), '.cache/e2e/installation');
const logs = path.join(work, 'logs');
let iso: string;
let disk: string;

before(async () => {
  await rm(work, { recursive: true, force: true });
  await mkdir(work, { recursive: true });
  ({ iso, disk } = await prepareInstalledDevice());
});

it('an installation is refused, and nothing is written, when nobody can say which disk is meant', async () => {
  const [first, second] = ['ambiguous-1.raw', 'ambiguous-2.raw'].map((name) => path.join(work, name)) as [
    string,
    string,
  ];
  mustRun('truncate', ['-s', '1000M', first, second]);
  const machine = await startInstaller({
    disk: first,
    others: [second],
    iso,
    dir: logs,
    name: 'ambiguous',
  });
  await machine.waitFor(/tfr-install: failed: sda is ambiguous/, { timeoutMs: bootLimit });
  await machine.powerCut();
  for (const disk of [first, second]) {
    assert.equal(mustRun('sh', ['-c', 'tr -d "\\000" <"$1" | wc -c', 'sh', disk]).trim(), '0');
  }
});

it('an installation that lost its power half way is made good by the next one', async () => {
  const target = path.join(work, 'cut.raw');
  mustRun('truncate', ['-s', '1000M', target]);
  const machine = await startInstaller({ disk: target, iso, dir: logs, name: 'install-cut' });
  await machine.waitFor('tfr-install: writing rootB', { timeoutMs: bootLimit });
  await machine.powerCut();
  // This time from a stick, which takes the name sda that the image knows the disk by.
  await install({ disk: target, stick: iso, dir: logs, name: 'install-again' });
  assert.equal(digestOf(target, 'tfr-root-a'), digestOf(disk, 'tfr-root-a'));
  assert.equal(digestOf(target, 'tfr-root-b'), digestOf(disk, 'tfr-root-b'));
  assert.notEqual(installationId(target), installationId(disk), 'each installation has an id of its own');
  const places = (image: string) =>
    [...partitionsOf(image).values()].map(({ name, start, size }) => ({ name, start, size }));
  assert.deepEqual(places(target), places(disk));
});
