import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { before, describe, it } from 'node:test';
import { readGrubConfig, writeGrubConfig } from '../helpers/grub-config-file.js';
import { mustRun } from '../helpers/run-program.js';
import { projectFolder } from '../testbed/places.js';
import { esp, espImage, stateOn } from './boot-state-on.js';
import { installationId, partitionOf } from './device.js';
import { prepareInstalledDevice, withoutSshd } from './installed-device.js';
import { runToCommit } from './run-to-commit.js';

const work = path.join(projectFolder(), '.cache/e2e/slots');
const logs = path.join(work, 'logs');
let disk: string;

before(async () => {
  await rm(work, { recursive: true, force: true });
  await mkdir(work, { recursive: true });
  ({ diskImage: disk } = await prepareInstalledDevice());
});

/** A copy of the disk that a test may break. */
function copyOf(name: string): string {
  const copy = path.join(work, `${name}.raw`);
  mustRun('cp', ['--sparse=always', disk, copy]);
  return copy;
}

/** Changes the kernel's arguments of slot A. */
function tellSlotA(copy: string, argument: string): void {
  const config = readGrubConfig(espImage(copy));
  writeGrubConfig(
    espImage(copy),
    installationId(copy),
    config.replace('tfr.slot=a', `tfr.slot=a ${argument}`),
  );
}

/** Bytes of the ESP that two disks have different, in sectors of the partition. */
function changedSectors(one: string, other: string): number {
  const { start, size } = partitionOf(one, esp);
  const [a, b] = [one, other].map((file) => readFileSync(file).subarray(start, start + size)) as [
    Buffer,
    Buffer,
  ];
  let count = 0;
  for (let at = 0; at < size; at += 512) {
    if (!a.subarray(at, at + 512).equals(b.subarray(at, at + 512))) count++;
  }
  return count;
}

describe('the slots of a device', () => {
  it('A is started, counted and committed; of the ESP two sectors change at most', async () => {
    const copy = copyOf('whole');
    const { slot } = await runToCommit(copy, logs, 'whole');
    assert.equal(slot, 'a');
    const { saved_entry, fails, ok0, ok1 } = stateOn(copy);
    assert.deepEqual({ saved_entry, fails, ok0, ok1 }, { saved_entry: '0', fails: '0', ok0: '1', ok1: '1' });
    assert.ok(changedSectors(disk, copy) <= 2);
  });

  it('B is started when a required service of A does not run in time', async () => {
    const copy = copyOf('service');
    tellSlotA(copy, withoutSshd);
    const { slot, starts, log } = await runToCommit(copy, logs, 'service');
    assert.equal(slot, 'b');
    assert.ok(starts >= 2, String(starts));
    assert.match(log, /services of slot a do not run after 20 s: .*; starting the other slot/);
  });
});
