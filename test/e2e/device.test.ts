import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { before, describe, it } from 'node:test';
import { guardedCopies } from '../../src/slots/environment-block.js';
import { mustRun } from '../helpers/run-program.js';
import { projectFolder } from '../testbed/places.js';
import {
  bootAndReport,
  bootLimit,
  copyDisk,
  damage,
  damageContent,
  digestOf,
  installationId,
  partitionOf,
  startDevice,
} from './device.js';
import { directBootOf } from './direct-boot.js';
import { assertHealthy } from './healthy.js';
import { prepareInstalledDevice } from './installed-device.js';

const work = path.join(projectFolder(), '.cache/e2e/device');
const logs = path.join(work, 'logs');
let iso: string;
let disk: string;

before(async () => {
  await rm(work, { recursive: true, force: true });
  await mkdir(work, { recursive: true });
  ({ iso, disk } = await prepareInstalledDevice());
});

const directBoot = (copy: string, name: string, slot: 'a' | 'b' = 'a') =>
  directBootOf({ iso, disk: copy, dir: path.join(work, 'boot'), name, slot });

/** Around what is written at each start lies nothing that a start needs. */
function assertGuarded(disk: string, esp: string): void {
  const image = `${disk}@@${partitionOf(disk, esp).start}`;
  const places = guardedCopies.map((name) => {
    const [, from = '', to = from] =
      /<(\d+)(?:-(\d+))?>/.exec(mustRun('mshowfat', ['-i', image, `::${name}`])) ?? [];
    return { name, from: Number(from), behind: Number(to) + 1 };
  });
  for (const [at, { name, from }] of places.entries())
    if (at > 0) assert.equal(from, places[at - 1]?.behind, `${esp}: ${name} of ${JSON.stringify(places)}`);
}

/** A copy of the installed disk that a test may break. */
async function brokenCopy(name: string): Promise<string> {
  const copy = path.join(work, `${name}.raw`);
  await copyDisk(disk, copy);
  return copy;
}

describe('an installed device', () => {
  it('boots slot A by UEFI into memory, with the slots unmounted and equal', async () => {
    const copy = await brokenCopy('boot-a');
    const { report } = await bootAndReport({ disk: copy, dir: logs, name: 'boot-a' });
    assertHealthy(report, 'a');
    const id = installationId(copy);
    assert.equal(report.get('rootfs-id'), `7f500002-${id}`);
    assert.equal(report.get('machine-id'), `7f50000f${id.replaceAll('-', '')}`);
    assert.match(report.get('cmdline') ?? '', new RegExp(`tfr.id=${id} tfr.slot=a .*panic=10`));
    assert.equal(digestOf(copy, 'tfr-root-a'), digestOf(copy, 'tfr-root-b'));
    assert.equal(digestOf(copy, 'tfr-root-a'), digestOf(disk, 'tfr-root-a'), 'a boot wrote into the slot');
    assert.match(report.get('status') ?? '', /identity made, and kept in \/persist/);
    for (const esp of ['EFI System Partition', 'tfr-esp-2']) assertGuarded(disk, esp);
    assert.equal(
      report.get('installed'),
      'enabled',
      'a script of install-hooks.d writes what the image’s own program says',
    );
    // All but the first page, which describes it.
    assert.match(report.get('swaps') ?? '', /^\/dev\/zram0 partition 65532 \d+ 100 180$/);
    const [shm = 0, run = 0, root = 0, memory = 0] = (report.get('limits') ?? '').split(' ').map(Number);
    assert.ok(shm > 0 && shm === run && root + 4 * shm < memory, `limits: ${report.get('limits')}`);
    assert.match(report.get('seed') ?? '', /^symbolic link \d+ regular file [1-9]\d* 600$/);

    const kept = digestOf(copy, 'tfr-persist');
    assert.notEqual(kept, digestOf(disk, 'tfr-persist'), 'the identity was not written');
    const direct = await directBoot(copy, 'boot-a');
    const { report: again } = await bootAndReport({
      ...{ disk: copy, dir: logs, name: 'boot-a-again', direct },
      clock: '1970-01-02T00:00:00',
    });
    assertHealthy(again, 'a');
    for (const key of ['identity', 'machine-id']) assert.equal(again.get(key), report.get(key));
    assert.match(report.get('identity') ?? '', /^(?!d41d8cd98f00)[0-9a-f]{32} /, 'there are no host keys');
    assert.ok(Number(again.get('clock')) > Number(report.get('clock')), 'the clock is behind the last log');
    assert.match(again.get('status') ?? '', /clock was \d{4}-\S+, and was set to the time of the last log/);
    assert.equal(digestOf(copy, 'tfr-persist'), kept, 'a later boot wrote into /persist');
  });

  it('takes slot B when the image in slot A is damaged, and never a partial root', async () => {
    const copy = await brokenCopy('damaged-a');
    await damageContent(copy, 'tfr-root-a');
    const direct = await directBoot(copy, 'damaged-a');
    const { report, log } = await bootAndReport({ disk: copy, dir: logs, name: 'damaged-a', direct });
    assertHealthy(report, 'b');
    assert.ok(log.some((line) => /tfr: root\.squashfs in the slot is damaged/.test(line)));
  });

  it('restarts when neither slot gives a complete root', async () => {
    const copy = await brokenCopy('damaged-both');
    await damageContent(copy, 'tfr-root-a');
    await damageContent(copy, 'tfr-root-b');
    const direct = await directBoot(copy, 'damaged-both');
    const machine = await startDevice({ disk: copy, dir: logs, name: 'damaged-both', direct });
    await machine.waitFor('no slot gave a complete root', { timeoutMs: bootLimit });
    assert.equal(await machine.exited, 0);
    assert.doesNotMatch(await readFile(machine.logFile, 'latin1'), /TFR-REPORT|Welcome to Fedora/);
  });
});

describe('a device with broken data partitions', () => {
  it('comes up with what can be repaired or formatted, and says what is missing', async () => {
    const copy = await brokenCopy('data');
    await breakInode(copy, 2);
    await damage(copy, 'tfr-opt', 64 << 10, new Uint8Array(4096));
    await damage(copy, 'tfr-cache', 0, randomBytes(partitionOf(copy, 'tfr-cache').size));
    await damage(copy, 'tfr-persist', 0, randomBytes(partitionOf(copy, 'tfr-persist').size));
    const before = digestOf(copy, 'tfr-persist');
    const direct = await directBoot(copy, 'data');
    const { report } = await bootAndReport({ disk: copy, dir: logs, name: 'data', direct });
    assert.equal(report.get('slot'), 'a');
    assert.equal(report.get('opt'), 'btrfs');
    assert.equal(report.get('cache'), 'btrfs');
    assert.match(report.get('persist') ?? '', /^tmpfs ro,.*size=16384k/);
    assert.match(report.get('log') ?? '', /^ext4 rw,/);
    assert.match(report.get('healed') ?? '', /log (repaired|could).*opt repaired .*cache .*: formatted/);
    for (const other of ['tfr-root-a', 'tfr-root-b']) {
      assert.equal(digestOf(copy, other), digestOf(disk, other), `${other} was changed`);
    }
    assert.match(report.get('status') ?? '', /^1 .*missing persist/);
    assert.match(
      report.get('status') ?? '',
      /missing identity it is of this start alone, since \/persist is not there/,
    );
    assert.match(
      report.get('identity') ?? '',
      /^(?!d41d8cd98f00)[0-9a-f]{32} /,
      'nobody can reach it by SSH',
    );
    assert.equal(report.get('failed-units'), '');
    assert.equal(report.get('boot-complete'), 'active');
    assert.equal(digestOf(copy, 'tfr-persist'), before, '/persist was written');
  });
});

/** Overwrites an inode on the disk with garbage. */
async function breakInode(copy: string, inode: number): Promise<void> {
  const { start } = partitionOf(copy, 'tfr-log');
  const found = mustRun('debugfs', ['-R', `imap <${inode}>`, `${copy}?offset=${start}`]);
  const [, block = '', offset = ''] = /located at block (\d+), offset (0x[0-9a-f]+)/.exec(found) ?? [];
  const size = /^Block size:\s+(\d+)/m.exec(mustRun('dumpe2fs', ['-h', `${copy}?offset=${start}`]));
  await damage(copy, 'tfr-log', Number(block) * Number(size?.[1]) + Number(offset), randomBytes(128));
}
