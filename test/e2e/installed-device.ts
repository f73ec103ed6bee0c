import { existsSync, readFileSync } from 'node:fs';
import { chmod, mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { SlotFormat } from '../../src/image/slot/slot-format.js';
import { mustCli } from '../helpers/cli.js';
import { mustRun } from '../helpers/run-program.js';
import { prepareTestbed } from '../testbed/index.js';
import { withLock } from '../testbed/lock.js';
import { projectFolder } from '../testbed/places.js';
import { install } from './device.js';
import { packages, writeImageProject } from './image-project.js';

/** An image of the tests, and a disk that was installed from it. Nobody writes to these files: copy them. */
export interface InstalledDevice {
  iso: string;
  /** What the ISO installed onto an empty disk; the firmware's variables lie beside it. */
  disk: string;
  /** The disk image that was built with the ISO. */
  diskImage: string;
  /** Digests of the artifacts: what tells one build from another. */
  build: string;
}

/** What a unit of the image does in a boot whose command line has `tfr.test=NAME`. */
export const deeds: Readonly<Record<string, string>> = {
  freeze: `until grep -qx active /sys/class/watchdog/watchdog0/state; do sleep 1; done
echo '<4>TFR-TEST freezes process 1' >/dev/kmsg
echo 1 >/sys/fs/cgroup/init.scope/cgroup.freeze`,
  emergency: 'systemctl emergency',
};

/** Where the kernel is told so, sshd does not start, and the commit does not wait for it for long. */
export const withoutSshd = 'tfr.test=no-sshd';

const breakable = `[Service]\nExecStartPre=/bin/sh -c "! grep -q ${withoutSshd} /proc/cmdline"\n`;

/** Emulated machines on a busy host are late. */
const commitConf = `TFR_REQUIRED='sshd.service'
TFR_STEADY=10 TFR_LIMIT=900
! grep -q ${withoutSshd} /proc/cmdline || TFR_LIMIT=20
`;

/** Asks a program of the new system, as many do that hand over a device. */
const installHook = `cd /mnt/sysimage
if touch etc/probe 2>/dev/null; then exit 1; fi
chroot . sh -c 'systemctl is-enabled sshd >/persist/installed'
`;

/** Further lines of the report of this image. */
const report = {
  health: 'systemctl start tfr-gpt.service; tr "\\n" ";" </run/tmpfsroot/health',
  disks: 'sed -n "s|^/dev/sd\\([a-z]\\)[0-9]* .*|\\1|p" /proc/mounts | sort -u',
  identity: 'cat /etc/ssh/ssh_host_*_key.pub | md5sum',
  // What the log says is on the disk then, and so is the time of the log.
  clock: 'journalctl --sync; date +%s',
  seed: 'stat -c "%F %s" /var/lib/systemd/random-seed; stat -c "%F %s %a" /var/log/.random-seed',
  swaps: 'sed 1d /proc/swaps | tr "\\t" " "; cat /proc/sys/vm/swappiness',
  // KiB: of two file systems in memory and of the root; of all memory.
  limits:
    'df -k --output=size /dev/shm /run / | sed 1d; sed -n "s/^MemTotal: *\\([0-9]*\\) kB/\\1/p" /proc/meminfo',
  installed: 'cat /persist/installed',
  watchdog: 'cat /sys/class/watchdog/watchdog0/state /sys/class/watchdog/watchdog0/timeout',
};

/**
 * Builds the image and installs it, once in a run of the tests: files of tests share it, since both take minutes. A
 * later run that builds the same artifacts takes the disk of the earlier one.
 */
export async function prepareInstalledDevice(slotFormat: SlotFormat = 'squashfs'): Promise<InstalledDevice> {
  const work = path.join(projectFolder(), '.cache/e2e', `installed-${slotFormat}`);
  const testbed = await prepareTestbed();
  const prepare = async () => {
    const [disk, project] = [path.join(work, 'installed.raw'), path.join(work, 'project')];
    const output = path.join(project, 'output');
    const [iso, diskImage] = [path.join(output, 'e2e-installer.iso'), path.join(output, 'e2e.raw')];
    const [run, from] = [path.join(work, 'run'), path.join(work, 'installed-from')];
    const id = process.env.TMPFSROOT_TEST_RUN ?? `process ${process.pid}`;
    const digests = () => readFileSync(path.join(output, 'SHA256SUMS'), 'utf8');
    if (contentOf(run) !== id) {
      await rm(run, { force: true });
      await rm(project, { recursive: true, force: true });
      await writeImageProject(project, testbed, {
        ...{ name: 'e2e', report, outputs: ['iso', 'raw'] },
        ...(slotFormat === 'squashfs' ? { list: [...packages, 'squashfs-tools'] } : {}),
        device: { zramMiB: 64, slotFormat },
      });
      await addDeeds(path.join(project, 'root.override'));
      await mkdir(path.join(project, 'install-hooks.d'));
      await writeFile(path.join(project, 'install-hooks.d/10-installed.sh'), installHook);
      const options = ['--engine', 'native', '--cache-dir', path.join(work, '../cache')];
      await mustCli(['lock', ...options], { cwd: project });
      await mustCli(['build', ...options], { cwd: project });
      if (contentOf(from) !== digests()) {
        await rm(from, { force: true });
        await rm(disk, { force: true });
        mustRun('truncate', ['-s', '1000M', disk]);
        await install({ disk, iso, dir: work, name: 'install' });
        await writeFile(from, digests());
      }
      await writeFile(run, id);
    }
    return { iso, disk, diskImage, build: digests() };
  };
  return await withLock(`${work}.lock`, prepare, () => {});
}

function contentOf(file: string): string | null {
  return existsSync(file) ? readFileSync(file, 'utf8') : null;
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
  await mkdir(path.join(units, 'sshd.service.d'));
  await writeFile(path.join(units, 'sshd.service.d/breakable.conf'), breakable);
  await mkdir(path.join(override, 'usr/lib/tmpfsroot'), { recursive: true });
  await writeFile(path.join(override, 'usr/lib/tmpfsroot/commit.conf'), commitConf);
}
