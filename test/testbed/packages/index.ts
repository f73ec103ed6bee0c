import { basePackages } from './base.js';
import { bootPackages } from './boot.js';
import { kernelPackages } from './kernel.js';
import { libraryPackages } from './libraries.js';
import { seedPackages } from './seed.js';
import { selinuxPackages } from './selinux.js';
import { specialPackages } from './special.js';
import { systemdPackages } from './systemd.js';
import { toolPackages } from './tools.js';
import type { RpmPackage } from './types.js';

/** Every package. Order matters: the first whose pattern fits takes a .deb's file. */
export const allPackages = (kernelRelease: string): readonly RpmPackage[] => [
  ...basePackages,
  ...systemdPackages,
  ...kernelPackages(kernelRelease),
  ...bootPackages,
  ...toolPackages,
  ...seedPackages,
  ...selinuxPackages,
  ...libraryPackages,
  ...specialPackages,
];

/** A list that makes a full system which boots: what a person would write in packages.list. */
export const defaultList: readonly string[] = [
  'bash',
  'basesystem',
  'btrfs-progs',
  'busybox',
  'chrony',
  'coreutils',
  'curl',
  'dosfstools',
  'e2fsprogs',
  'efibootmgr',
  'filesystem',
  'grub2-efi-x64',
  'iproute',
  'kernel',
  'kernel-core',
  'kernel-modules',
  'NetworkManager',
  'openssh-server',
  'rootfiles',
  'setup',
  'shim-x64',
  'sudo',
  'systemd',
];

/** The smallest list for a device that boots and survives power cuts. */
export const minimalList: readonly string[] = [
  'bash',
  'coreutils',
  'filesystem',
  'setup',
  'systemd',
  'systemd-udev',
  'dracut',
  'kernel-core',
  'e2fsprogs',
  'util-linux',
  'grub2-efi-x64',
  'shim-x64',
  'btrfs-progs',
  'dosfstools',
  'tar',
  'kmod',
  'zstd',
  'efibootmgr',
];
