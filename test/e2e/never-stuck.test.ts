import assert from 'node:assert/strict';
import { chmod, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { before, it } from 'node:test';
import { packageFile } from '../../src/engine/package-file.js';
import { mustCli } from '../helpers/cli.js';
import { mustRun } from '../helpers/run-program.js';
import { prepareTestbed } from '../testbed/index.js';
import {
  bootAndReport,
  bootLimit,
  copyDisk,
  damageContent,
  digestOf,
  install,
  installationId,
  partitionsOf,
  startDevice,
} from './device.js';
import { directBootOf } from './direct-boot.js';
import { assertHealthy } from './healthy.js';
import { writeImageProject } from './image-project.js';

const work = path.join(packageFile('package.json'), '../.cache/e2e/never-stuck');
const project = path.join(work, 'project');
const iso = path.join(project, 'output/stuck-installer.iso');
const disk = path.join(work, 'installed.raw');
const logs = path.join(work, 'logs');

/** What a unit does in a boot whose command line has tfr.test=NAME. */
const deeds: Readonly<Record<string, string>> = {
  freeze: `until grep -qx active /sys/class/watchdog/watchdog0/state; do sleep 1; done
echo '<4>TFR-TEST freezes process 1' >/dev/kmsg
echo 1 >/sys/fs/cgroup/init.scope/cgroup.freeze`,
  emergency: 'systemctl emergency',
};

before(async () => {
  await rm(work, { recursive: true, force: true });
  await writeImageProject(project, await prepareTestbed(), {
    name: 'stuck',
    report: {
      health: 'systemctl start tfr-gpt.service; tr "\\n" ";" </run/tmpfsroot/health',
      disks: 'sed -n "s|^/dev/sd\\([a-z]\\)[0-9]* .*|\\1|p" /proc/mounts | sort -u',
      watchdog: 'cat /sys/class/watchdog/watchdog0/state /sys/class/watchdog/watchdog0/timeout',
    },
  });
  await addDeeds(path.join(project, 'root.override'));
  const cache = ['--cache-dir', path.join(work, '../cache')];
  await mustCli(['lock', ...cache], { cwd: project });
  await mustCli(['build', ...cache], { cwd: project });
  mustRun('truncate', ['-s', '1000M', disk]);
  await install({ disk, iso, dir: logs, name: 'install' });
});

it('the medium left in the machine starts the local disk without a key press', async () => {
  const copy = await copyOf('medium');
  const { report, log } = await bootAndReport({ disk: copy, dir: logs, name: 'medium', iso });
  assertHealthy(report, 'a');
  assert.equal(digestOf(copy, 'tfr-root-a'), digestOf(disk, 'tfr-root-a'));
  assert.ok(!log.some((line) => /Press any key/.test(line)));
});

it('a machine that hangs in the initramfs is restarted by its watchdog', async () => {
  const copy = await copyOf('hang');
  const direct = directBootOf({ iso, disk: copy, dir: path.join(work, 'boot'), name: 'hang' });
  await addToInitramfs(direct.initrd);
  const machine = await startDevice({ disk: copy, dir: logs, name: 'hang', direct, watchdog: true });
  await machine.waitFor('TFR-TEST freezes process 1', { timeoutMs: bootLimit });
  assert.equal(await machine.exited, 0);
  assert.doesNotMatch(await readFile(machine.logFile, 'latin1'), /root is slot/);
});

it('emergency mode says what comes next, and restarts', async () => {
  const copy = await copyOf('emergency');
  await restarts(copy, 'emergency', { deed: 'emergency', said: 'the machine restarts in 30 s' });
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

async function addDeeds(override: string): Promise<void> {
  const [bin, units] = [path.join(override, 'usr/local/bin'), path.join(override, 'etc/systemd/system')];
  for (const [name, script] of Object.entries(deeds)) {
    const file = path.join(bin, `tfr-test-${name}`);
    await writeFile(file, `#!/bin/sh\n${script}\n`);
    await chmod(file, 0o755);
    await writeFile(
      path.join(units, `tfr-test-${name}.service`),
      `[Unit]\nConditionKernelCommandLine=tfr.test=${name}\n\n[Service]\nType=exec\nExecStart=/usr/local/bin/tfr-test-${name}\n`,
    );
    await symlink(
      `../tfr-test-${name}.service`,
      path.join(units, `multi-user.target.wants/tfr-test-${name}.service`),
    );
  }
}

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
