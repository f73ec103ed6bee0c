import assert from 'node:assert/strict';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { it } from 'node:test';
import { packageFile } from '../../src/base/fs/package-file.js';
import { mustCli } from '../helpers/cli.js';
import { commandLineIn, readGrubConfig } from '../helpers/grub-config-file.js';
import { mustRun } from '../helpers/run-program.js';
import { prepareTestbed } from '../testbed/index.js';
import { bootAndReport, partitionOf } from './device.js';
import { assertHealthy } from './healthy.js';
import { emulatedArguments, packages, selinuxPackages, writeImageProject } from './image-project.js';

const work = path.join(packageFile('package.json'), '../.cache/e2e/selinux');
const project = path.join(work, 'project');
const disk = path.join(project, 'output/labelled.raw');

/** Types of files that nobody labelled, as find(1) looks for them; what is in memory must have none of a tmpfs. */
const found = (...types: string[]) =>
  types.map((type) => `-xdev -context '*:${type}:*' -printf '%p=%Z '`).join(' -o ');

/** Labels of the running system, by the test bed's policy (Debian's `default`). */
const labels = {
  '/': 'root_t',
  '/boot': 'boot_t',
  '/etc/machine-id': 'etc_t',
  '/etc/rootfs-id': 'etc_t',
  '/usr/bin/bash': 'shell_exec_t',
  '/usr/lib/systemd/systemd': 'init_exec_t',
  '/persist': 'default_t',
  '/var/log': 'var_log_t',
  '/var/log/journal': 'systemd_journal_t',
  '/opt': 'usr_t',
  '/run': 'var_run_t',
  '/dev/null': 'null_device_t',
};

it('with SELinux enforcing, a device comes up with the labels of its own policy everywhere', async () => {
  await rm(work, { recursive: true, force: true });
  await writeImageProject(project, await prepareTestbed(), {
    name: 'labelled',
    list: [...packages, ...selinuxPackages],
    outputs: ['raw'],
    // Debian's kernel prefers AppArmor; Fedora's needs no word.
    system: { selinux: 'enforcing', kernelArguments: [...emulatedArguments, 'security=selinux'] },
    report: {
      mode: 'getenforce',
      init: "tr -d '\\0' </proc/1/attr/current",
      sshd: "tr -d '\\0' </proc/$(systemctl show -p MainPID --value sshd)/attr/current",
      labels: `stat -c %n=%C ${Object.keys(labels).join(' ')}`,
      strangers: `find / ${found('unlabeled_t', 'file_t', 'tmpfs_t')}`,
      'strangers-data': `find /persist /var/log /opt /var/cache ${found('unlabeled_t', 'file_t')}`,
      differ: 'restorecon -R -n -v /etc/ssh /etc/systemd /var/log',
    },
  });
  const cache = ['--cache-dir', path.join(work, '../cache')];
  await mustCli(['lock', ...cache], { cwd: project });
  await mustCli(['build', ...cache], { cwd: project });

  const { report } = await bootAndReport({
    ...{ disk, dir: path.join(work, 'logs'), name: 'boot', direct: directBoot() },
  });
  assertHealthy(report, 'a');
  assert.equal(report.get('mode'), 'Enforcing');
  assert.equal(report.get('init'), 'system_u:system_r:init_t:s0');
  assert.equal(report.get('sshd'), 'system_u:system_r:sshd_t:s0');
  const wanted = Object.entries(labels).map(([name, type]) => `${name}=system_u:object_r:${type}:s0`);
  assert.equal(report.get('labels'), wanted.join(' '));
  assert.equal(report.get('strangers'), '');
  assert.equal(report.get('strangers-data'), '');
  assert.equal(report.get('differ'), '');
});

/** What the boot loader of the disk would start, without the half minute that firmware and boot loader take. */
function directBoot() {
  const slot = `${disk}?offset=${partitionOf(disk, 'tfr-root-a').start}`;
  const esp = `${disk}@@${partitionOf(disk, 'EFI System Partition').start}`;
  const append = commandLineIn(readGrubConfig(esp));
  const boot = { kernel: path.join(work, 'vmlinuz'), initrd: path.join(work, 'initramfs.img'), append };
  mustRun('debugfs', ['-R', `dump /boot/vmlinuz ${boot.kernel}`, slot]);
  mustRun('debugfs', ['-R', `dump /boot/initramfs.img ${boot.initrd}`, slot]);
  return boot;
}
