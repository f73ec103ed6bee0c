import type { RpmPackage } from './types.js';

const grubDeps = ['grub2-common', 'grub2-tools-minimal', 'grub2-tools', 'efi-filesystem'];

/** dracut, shim and GRUB: the EFI programs sit under /boot/efi, as on Fedora 38 to 43. */
export const bootPackages: readonly RpmPackage[] = [
  {
    name: 'dracut',
    debs: ['dracut-core'],
    requires: [
      'bash', 'coreutils', 'cpio', 'filesystem', 'findutils', 'grep', 'gzip', 'kmod', 'procps-ng', 'sed',
      'systemd', 'systemd-udev', 'util-linux', 'xz', 'zstd',
    ],
    drop: /^etc\/|^usr\/share|\/(90dmraid|91zipl|95dasd|95dasd_mod|95dasd_rules|95dcssblk|80cms|90ppcmac|95zfcp)\//,
    dirs: { '/etc/dracut.conf.d': '0755', '/usr/lib/dracut/dracut.conf.d': '0755' },
  },
  {
    name: 'efi-filesystem',
    version: '6',
    noarch: true,
    requires: ['filesystem'],
    dirs: { '/boot/efi': '0700', '/boot/efi/EFI': '0700', '/boot/efi/EFI/BOOT': '0700', '/boot/efi/EFI/fedora': '0700' },
  },
  {
    name: 'shim-x64',
    source: 'shim',
    debs: [['shim-unsigned', /^$/], 'shim-signed', 'shim-helpers-amd64-signed'],
    plain: true,
    requires: ['efi-filesystem'],
    drop: /^usr\//,
    provides: ['shim', 'bundled(openssl)'],
  },
  {
    name: 'grub2-common',
    epoch: 1,
    source: 'grub2',
    debs: [['grub-common', /^$/]],
    noarch: true,
    requires: ['filesystem'],
    dirs: { '/boot/grub2': '0700', '/boot/grub2/fonts': '0700', '/etc/grub.d': '0700' },
    ghosts: ['/boot/grub2/grubenv', '/boot/grub2/grub.cfg'],
  },
  {
    name: 'grub2-tools-minimal',
    epoch: 1,
    source: 'grub2',
    debs: [['grub-common', /bin\/grub-(editenv|probe|mkrelpath|script-check|mkpasswd-pbkdf2)$/]],
    requires: ['grub2-common'],
    rename: {
      'usr/bin/grub-editenv': 'usr/bin/grub2-editenv',
      'usr/bin/grub-mkpasswd-pbkdf2': 'usr/bin/grub2-mkpasswd-pbkdf2',
      'usr/bin/grub-mkrelpath': 'usr/bin/grub2-mkrelpath',
      'usr/bin/grub-script-check': 'usr/bin/grub2-script-check',
      'usr/sbin/grub-probe': 'usr/sbin/grub2-probe',
    },
  },
  {
    name: 'grub2-tools',
    epoch: 1,
    source: 'grub2',
    debs: [['grub-common', /bin\/grub-(file|mkimage)$|^usr\/share\/grub\/unicode\.pf2$/]],
    requires: ['grub2-common', 'grub2-tools-minimal', 'dracut'],
    rename: { 'usr/bin/grub-file': 'usr/bin/grub2-file', 'usr/bin/grub-mkimage': 'usr/bin/grub2-mkimage' },
  },
  {
    name: 'grub2-efi-x64',
    epoch: 1,
    source: 'grub2',
    debs: [['grub-efi-amd64-bin', /^$/]],
    plain: true,
    requires: grubDeps,
    provides: ['grub2-efi'],
    modes: { '/boot/efi/EFI/fedora/grubx64.efi': '0700', '/boot/efi/EFI/fedora/fonts/unicode.pf2': '0700' },
    ghosts: ['/boot/efi/EFI/fedora/grub.cfg'],
  },
  {
    name: 'grub2-efi-x64-cdboot',
    epoch: 1,
    source: 'grub2',
    debs: [['grub-efi-amd64-bin', /^$/]],
    plain: true,
    requires: grubDeps,
    modes: { '/boot/efi/EFI/fedora/gcdx64.efi': '0700' },
  },
  {
    name: 'grub2-efi-x64-modules',
    epoch: 1,
    source: 'grub2',
    debs: [['grub-efi-amd64-bin', /^usr\/lib\/grub\/x86_64-efi\/.*\.(mod|lst|img)$/]],
    plain: true,
    noarch: true,
    requires: ['grub2-common'],
  },
];
