import { chmodSync, copyFileSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { mustRun } from '../../helpers/run-program.js';
import { writeTree } from '../../helpers/scratch.js';
import type { Testbed } from '../../testbed/index.js';

const espType = 'C12A7328-F81F-11D2-BA4B-00A0C93EC93B';
const espMbrType = 'EBD0A0A2-B9E5-4433-87C0-68B6B72699C7';

/** Modules that Fedora's own GRUB images have built in, as far as a menu needs them. */
const modules = [
  ...['boot', 'chain', 'configfile', 'echo', 'ext2', 'fat', 'halt', 'iso9660', 'linux', 'loopback'],
  ...['normal', 'part_gpt', 'part_msdos', 'reboot', 'regexp', 'search', 'search_fs_file', 'search_fs_uuid'],
  ...['search_label', 'serial', 'sleep', 'terminal', 'test', 'udf'],
];

/** What stands in for `Fedora-Server-netinst-x86_64-N-B.iso`. */
export interface StandIn {
  file: string;
  name: string;
  label: string;
}

/**
 * Makes an ISO with the layout of Fedora's netinst images, by lorax's own command line (facts, section 2). Its
 * kernel is that of the test bed, its initramfs prints the kernel's command line and what is on the medium, and
 * ends the machine; stage 2 is a few bytes.
 * @param initrd An initramfs of the test's own.
 */
export function makeStandIn(testbed: Testbed, dir: string, initrd?: string): StandIn {
  const label = `Fedora-S-dvd-x86_64-${testbed.release}`;
  const name = `Fedora-Server-netinst-x86_64-${testbed.release}-9.9.iso`;
  const tree = path.join(dir, 'tree');
  const menu = menuText(label, testbed.release);
  writeTree(tree, {
    '.discinfo': `1760000000.000000\n${testbed.release}\nx86_64\n`,
    'images/install.img': 'stage 2 would be here\n',
    'EFI/BOOT/grub.cfg': menu,
    'boot/grub2/grub.cfg': menu,
  });
  mkdirSync(path.join(tree, 'images/pxeboot'));
  kernelOf(testbed, path.join(tree, 'images/pxeboot/vmlinuz'), dir);
  if (initrd === undefined) initramfs(path.join(tree, 'images/pxeboot/initrd.img'), dir);
  else copyFileSync(initrd, path.join(tree, 'images/pxeboot/initrd.img'));
  const grub = path.join(tree, 'EFI/BOOT/BOOTX64.EFI');
  mustRun('grub-mkimage', ['-O', 'x86_64-efi', '-p', '/EFI/BOOT', '-o', grub, ...modules]);
  copyFileSync(grub, path.join(tree, 'EFI/BOOT/grubx64.efi'));
  mustRun('grub-mkimage', [
    ...['-O', 'i386-pc-eltorito', '-p', '/boot/grub2', '-o', path.join(tree, 'images/eltorito.img')],
    ...[...modules, 'biosdisk'],
  ]);
  const esp = path.join(dir, 'efiboot.img');
  mustRun('truncate', ['-s', '12M', esp]);
  mustRun('mkfs.vfat', ['-n', 'ANACONDA', esp]);
  mustRun('mcopy', ['-i', esp, '-s', path.join(tree, 'EFI'), '::/']);
  const file = path.join(dir, name);
  mustRun('xorrisofs', [
    ...['-o', file, '-R', '-J', '-V', label, '--grub2-mbr', '/usr/lib/grub/i386-pc/boot_hybrid.img'],
    ...['-partition_offset', '16', '-appended_part_as_gpt', '-append_partition', '2', espType, esp],
    ...['-iso_mbr_part_type', espMbrType, '-c', 'boot.cat', '--boot-catalog-hide'],
    ...['-b', 'images/eltorito.img', '-no-emul-boot', '-boot-load-size', '4', '-boot-info-table'],
    ...['--grub2-boot-info', '-eltorito-alt-boot', '-e', '--interval:appended_partition_2:all::'],
    ...['-no-emul-boot', tree],
  ]);
  mustRun('implantisomd5', [file]);
  return { file, name, label };
}

function menuText(label: string, release: string): string {
  const entry = (title: string, more: string) =>
    `menuentry '${title}' --class fedora {\n\tlinux /images/pxeboot/vmlinuz inst.stage2=hd:LABEL=${label} ${more}quiet\n\tinitrd /images/pxeboot/initrd.img\n}\n`;
  return `set default="1"
set timeout=60
search --no-floppy --set=root -l '${label}'
${entry(`Install Fedora ${release}`, '')}${entry(`Test this media & install Fedora ${release}`, 'rd.live.check ')}`;
}

function kernelOf(testbed: Testbed, to: string, dir: string): void {
  const [packages = ''] = testbed.repositories.map((one) => one.dir);
  const rpm = readdirSync(packages, { recursive: true, encoding: 'utf8' }).find((file) =>
    /(^|\/)kernel-core-[^/]*\.rpm$/.test(file),
  );
  mustRun('sh', [
    '-euc',
    'mkdir -p "$2"; rpm2cpio "$1" | (cd "$2" && cpio -idm --quiet "*/vmlinuz"); find "$2" -name vmlinuz -exec cp {} "$3" ";"',
    'sh',
    ...[path.join(packages, rpm ?? ''), path.join(dir, 'kernel'), to],
  ]);
}

function initramfs(to: string, dir: string): void {
  const root = path.join(dir, 'initramfs');
  for (const folder of ['bin', 'dev', 'proc', 'sys']) mkdirSync(path.join(root, folder), { recursive: true });
  copyFileSync('/bin/busybox', path.join(root, 'bin/busybox'));
  writeFileSync(
    path.join(root, 'init'),
    `#!/bin/busybox sh
/bin/busybox mount -t proc proc /proc
/bin/busybox mount -t devtmpfs dev /dev
/bin/busybox echo "stand-in started with: $(/bin/busybox cat /proc/cmdline)" >/dev/ttyS0
/bin/busybox sleep 2
/bin/busybox poweroff -f
`,
  );
  chmodSync(path.join(root, 'init'), 0o755);
  mustRun('sh', ['-euc', 'cd "$1"; find . | cpio -o -H newc --quiet | gzip >"$2"', 'sh', root, to]);
}
