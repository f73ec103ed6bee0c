import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { before, describe, it } from 'node:test';
import { readGrubConfig, writeGrubConfig } from '../helpers/grub-config-file.js';
import { mustRun } from '../helpers/run-program.js';
import { projectFolder } from '../testbed/places.js';
import { esp, espImage, stateOn } from './boot-state-on.js';
import { bootLimit, damage, installationId, partitionOf, startDevice } from './device.js';
import { prepareInstalledDevice, withoutSshd } from './installed-device.js';

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

/**
 * Starts a disk, lets it start again as often as it likes, and pulls the plug when a slot is committed. How often it
 * started is not certain: on a loaded host, an emulated processor was seen to panic by itself before it
 * did anything, and then the next start makes it good, which is what this is about.
 */
async function runToCommit(
  copy: string,
  name: string,
): Promise<{ slot: string; starts: number; log: string }> {
  const machine = await startDevice({ disk: copy, dir: logs, name, noReboot: false });
  const said = await machine.waitFor(/tfr: slot [ab] is committed/, { timeoutMs: bootLimit });
  await machine.powerCut();
  const log = readFileSync(machine.logFile, 'latin1');
  return { slot: said.slice(-14, -13), starts: log.split(/Starting e2e, slot [ab]/).length - 1, log };
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

/** The first 4 KiB of a file of slot A. */
async function damageFile(copy: string, file: string): Promise<void> {
  const image = `${copy}?offset=${partitionOf(copy, 'tfr-root-a').start}`;
  const [first] = mustRun('debugfs', ['-R', `blocks ${file}`, image])
    .trim()
    .split(/\s+/);
  await damage(copy, 'tfr-root-a', Number(first) * 4096, randomBytes(4096));
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
    const { slot } = await runToCommit(copy, 'whole');
    assert.equal(slot, 'a');
    const { saved_entry, fails, ok0, ok1 } = stateOn(copy);
    assert.deepEqual({ saved_entry, fails, ok0, ok1 }, { saved_entry: '0', fails: '0', ok0: '1', ok1: '1' });
    assert.ok(changedSectors(disk, copy) <= 2);
  });

  it('B is started when the initramfs of A is damaged and GRUB cannot check it, after three starts', async () => {
    const copy = copyOf('initramfs');
    const slotA = `${copy}?offset=${partitionOf(copy, 'tfr-root-a').start}`;
    mustRun('debugfs', ['-w', '-R', 'rm /boot/slot-key.pgp.sig', slotA]);
    await damageFile(copy, '/boot/initramfs.img');
    const { slot, starts } = await runToCommit(copy, 'initramfs');
    assert.equal(slot, 'b');
    assert.ok(starts >= 4, String(starts));
    const { saved_entry, fails } = stateOn(copy);
    assert.deepEqual({ saved_entry, fails }, { saved_entry: '0', fails: '2' });
  });

  it('B is started when a required service of A does not run in time', async () => {
    const copy = copyOf('service');
    tellSlotA(copy, withoutSshd);
    const { slot, starts, log } = await runToCommit(copy, 'service');
    assert.equal(slot, 'b');
    assert.ok(starts >= 2, String(starts));
    assert.match(log, /services of slot a do not run after 20 s; starting the other slot/);
  });
});
