import assert from 'node:assert/strict';
import { chmod, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { before, it } from 'node:test';
import { slotArguments } from '../../src/image/boot/kernel-command-line.js';
import { mustRun } from '../helpers/run-program.js';
import { specOf } from '../image/spec-of.js';
import { projectFolder } from '../testbed/places.js';
import { bootLimit, copyDisk, startDevice } from './device.js';
import { directBootOf } from './direct-boot.js';
import { deeds, prepareInstalledDevice } from './installed-device.js';

const work = path.join(projectFolder(), '.cache/e2e/watchdog');

before(async () => {
  await rm(work, { recursive: true, force: true });
  await mkdir(work, { recursive: true });
});

it('a machine that hangs in the initramfs is restarted by its watchdog', async () => {
  const { iso, disk } = await prepareInstalledDevice();
  const copy = path.join(work, 'hang.raw');
  await copyDisk(disk, copy);
  const direct = directBootOf({ iso, disk: copy, dir: path.join(work, 'boot'), name: 'hang' });
  await addToInitramfs(direct.initrd);
  const machine = await startDevice({
    disk: copy,
    dir: path.join(work, 'logs'),
    name: 'hang',
    direct,
    watchdog: true,
  });
  await machine.waitFor('TFR-TEST freezes process 1', { timeoutMs: bootLimit });
  assert.equal(await machine.exited, 0);
  assert.doesNotMatch(await readFile(machine.logFile, 'latin1'), /root is slot/);
});

it('a machine without a watchdog is restarted by that of the kernel, if the image asks for it', async () => {
  const { iso, disk } = await prepareInstalledDevice();
  const copy = path.join(work, 'software.raw');
  await copyDisk(disk, copy);
  const direct = directBootOf({ iso, disk: copy, dir: path.join(work, 'boot'), name: 'software' });
  const asked = slotArguments(
    specOf(({ device }) => {
      device.watchdog = 'software';
    }),
  ).split(' ');
  direct.append += ` ${asked.at(-1)} tfr.test=freeze`;
  const machine = await startDevice({ disk: copy, dir: path.join(work, 'logs'), name: 'software', direct });
  await machine.waitFor('TFR-TEST freezes process 1', { timeoutMs: bootLimit });
  assert.equal(await machine.exited, 0);
  assert.match(await readFile(machine.logFile, 'latin1'), /softdog: Initiating system reboot/);
});

/** Adds a unit that freezes process 1 before the root is copied: a kernel unpacks archives one after the other. */
async function addToInitramfs(initrd: string): Promise<void> {
  const tree = `${initrd}.tree`;
  const units = path.join(tree, 'usr/lib/systemd/system');
  await mkdir(path.join(units, 'initrd-root-fs.target.wants'), { recursive: true });
  await writeFile(path.join(tree, 'freeze'), `#!/bin/sh\n${deeds.freeze}\n`);
  await chmod(path.join(tree, 'freeze'), 0o755);
  await writeFile(
    path.join(units, 'tfr-test.service'),
    '[Unit]\nDefaultDependencies=no\nAfter=systemd-udev-trigger.service\nBefore=tfr-root.service\n\n[Service]\nType=oneshot\nExecStart=/freeze\n',
  );
  await symlink('../tfr-test.service', path.join(units, 'initrd-root-fs.target.wants/tfr-test.service'));
  mustRun('sh', [
    '-ec',
    'cd "$1"; find . | cpio -o -H newc --quiet -R 0:0 >"$2.new"; cat "$2" >>"$2.new"; mv "$2.new" "$2"',
    'sh',
    tree,
    initrd,
  ]);
}
