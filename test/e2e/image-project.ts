import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { ImageSpec } from '../../src/config/image-spec.js';
import type { OutputKind } from '../../src/config/outputs.js';
import type { Testbed } from '../testbed/index.js';
import { reportScript, reportUnit } from './report-service.js';

/** Sizes in MiB that keep a virtual machine's disks small; emulated processors are slow. */
const sizes = { esp: 64, root: 256, persist: 32, log: 64, opt: 128, cache: 128, docker: 0 };

/** What the small image of tests and demo consists of. */
export const packages = [
  ...[
    'bash',
    'btrfs-progs',
    'coreutils',
    'dosfstools',
    'dracut',
    'e2fsprogs',
    'efibootmgr',
    'fedora-release',
  ],
  ...['filesystem', 'findutils', 'gawk', 'grep', 'grub2-efi-x64', 'iproute', 'kernel', 'kmod', 'less'],
  ...['openssh-server', 'procps-ng', 'rootfiles', 'sed', 'setup', 'shadow-utils', 'shim-x64', 'systemd'],
  ...['systemd-udev', 'tar', 'util-linux', 'zstd'],
];

/**
 * Kernel arguments that a report needs to come through a serial console: one that comes fast, or while systemd draws on
 * the same console, loses lines.
 */
export const reportArguments: readonly string[] = ['printk.devkmsg=on', 'systemd.show_status=no'];

/**
 * Emulated processors are spared what only real ones need: a huge page that is cleared took one of them a minute on a
 * loaded host, and devices came too late; a timer that is tested there may be too late for the kernel, which panics.
 */
export const emulatedArguments: readonly string[] = [
  ...['mitigations=off', 'nokaslr', 'transparent_hugepage=never', 'no_timer_check'],
  // A module of more than 2 MB: its memory is cleared in one go, which stalled a loaded host's machine for a minute.
  'module_blacklist=kvm,kvm_amd,kvm_intel',
  ...reportArguments,
];

/** What an image with SELinux needs besides. */
export const selinuxPackages = ['selinux-policy-targeted', 'policycoreutils', 'libselinux-utils'];

export interface ImageProjectOptions {
  name: string;
  /** Compares the slots in the running system: see {@link reportScript}. */
  compareSlots?: boolean;
  unattended?: boolean;
  /** Lines of packages.list; {@link packages} if absent. */
  list?: readonly string[];
  /** Fields of `system` besides those of every such project. */
  system?: Partial<ImageSpec['system']>;
  /** Fields of `device` besides those of every such project. */
  device?: Partial<ImageSpec['device']>;
  /** Further lines of the report, by their keys: see {@link reportScript}; null for an image that reports nothing. */
  report?: Readonly<Record<string, string>> | null;
  /** What is built; the program's default if absent. */
  outputs?: readonly OutputKind[];
}

/** Writes an image project on the test bed's repositories, with a service that reports from the running system. */
export async function writeImageProject(
  dir: string,
  testbed: Testbed,
  options: ImageProjectOptions,
): Promise<void> {
  const {
    name,
    compareSlots = false,
    unattended = false,
    list = packages,
    system,
    device,
    report,
    outputs,
  } = options;
  await mkdir(dir, { recursive: true });
  const repositories = testbed.repositories.map(({ id, dir: folder }) => ({
    id,
    baseurl: [`file://${folder}`],
    keys: [testbed.key],
  }));
  const project = {
    version: 1,
    name,
    release: Number(testbed.release),
    repositories,
    disks: { devices: ['sda'], main: 'sda' },
    partitions: { sizes },
    system: {
      hostname: name,
      kernelArguments: emulatedArguments,
      services: { required: ['sshd.service'] },
      ...system,
    },
    device: { memoryMiB: 2048, headroomMiB: 256, ...device },
    install: { unattended },
    ...(outputs === undefined ? {} : { outputs }),
  };
  await writeFile(path.join(dir, 'tmpfsroot.json'), `${JSON.stringify(project, null, 2)}\n`);
  await writeFile(path.join(dir, 'packages.list'), `${list.join('\n')}\n`);
  if (report !== null) await addReport(path.join(dir, 'root.override'), reportScript(compareSlots, report));
}

/** Puts a service that reports from the running system into a root.override. */
export async function addReport(override: string, script: string): Promise<void> {
  await mkdir(path.join(override, 'usr/local/bin'), { recursive: true });
  await writeFile(path.join(override, 'usr/local/bin/tfr-report'), script);
  await chmod(path.join(override, 'usr/local/bin/tfr-report'), 0o755);
  const units = path.join(override, 'etc/systemd/system');
  await mkdir(path.join(units, 'multi-user.target.wants'), { recursive: true });
  await writeFile(path.join(units, 'tfr-report.service'), reportUnit);
  // It resets the serial port when it starts, and parts of the report would be lost.
  await link('/dev/null', path.join(units, 'serial-getty@ttyS0.service'));
  await link('../tfr-report.service', path.join(units, 'multi-user.target.wants/tfr-report.service'));
}

/** Has a target of a root.override start a unit. */
export async function want(override: string, target: string, unit: string): Promise<void> {
  const folder = path.join(override, 'etc/systemd/system', `${target}.wants`);
  await mkdir(folder, { recursive: true });
  await symlink(`../${unit}`, path.join(folder, unit));
}

/** A symbolic link that may be there already. */
async function link(target: string, file: string): Promise<void> {
  await symlink(target, file).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error;
  });
}
