import type { RpmPackage } from './types.js';

/**
 * Drivers that go to kernel-modules-core, with everything that they need: those of the disks, buses and file systems
 * that devices of the tests have. dracut starts a program for each file that it copies.
 */
export const coreModules = patternOf({
  drivers: [
    ...[
      'ata/(ahci|libahci|libata|ata_(piix|generic))',
      'block',
      'cdrom',
      'char/virtio',
      'firmware/(efi|qemu_fw_cfg)',
      'hv',
    ],
    ...[
      'hid/(hid|hid-generic|usbhid/usbhid)\\.',
      'i2c/busses/i2c-i801',
      'input/(evdev|serio|keyboard/atkbd)',
    ],
    ...['md', 'mmc/(core|host/(cqhci|sdhci(-acpi|-pci)?)\\.)', 'nvme', 'pci', 'rtc', 'virtio'],
    ...['net/(ethernet/intel|virtio|tun|dummy|veth|bridge|loopback)', 'target', 'vhost'],
    ...['scsi/(sd_mod|sr_mod|sg|virtio|scsi_|hv_|vmw|megaraid/megaraid_sas|mpt3sas)'],
    ...['usb/(common|core|host|storage/(uas|usb-storage))', 'watchdog/(i6300esb|iTCO|softdog)'],
  ],
  fs: [
    ...['autofs', 'binfmt', 'btrfs', 'configfs', 'crc', 'efivarfs', 'ext4', 'fat', 'fuse', 'isofs', 'jbd2'],
    ...['mbcache', 'nls/nls_(ascii|cp437|iso8859-1|utf8)', 'overlayfs', 'pstore', 'squashfs', 'udf'],
  ],
  crypto: ['(async|blake2b|cbc|crc|cryptd|deflate|ecb|hmac|lz4|lzo|sha256|xor|xxhash|zstd)'],
  'arch/x86': ['crypto/crc', 'kvm'],
  net: ['(802|9p|bridge|core|dns|failover|ipv[46]|llc|netfilter/(nf_|nft_|x_|xt_)|packet|tls|unix|vmw)'],
  lib: [''],
  security: [''],
});

/** Further drivers, for kernel-modules. What neither pattern names is left out: TCG copies every byte. */
export const extraModules = patternOf({
  drivers: [
    ...[
      'i2c',
      'leds',
      'net/(phy|mdio|usb|bonding|macvlan|vxlan|wireguard)',
      'power',
      'pps',
      'ptp',
      'thermal',
    ],
    ...['uio', 'usb/serial', 'vfio'],
  ],
  fs: ['9p', 'cachefiles', 'cifs', 'exfat', 'fscache', 'lockd', 'netfs', 'nfs', 'xfs'],
  net: ['8021q', 'netfilter', 'sched', 'sunrpc', 'vlan', 'xfrm'],
});

/** @param folders what is wanted below each, as regular expressions */
function patternOf(folders: Readonly<Record<string, readonly string[]>>): RegExp {
  const parts = Object.entries(folders).map(([folder, names]) => `${folder}/(${names.join('|')})`);
  return new RegExp(`^/(${parts.join('|')})`);
}

/**
 * The kernel in Fedora's four packages.
 *
 * `kernelRelease` is what `uname -r` says. It is compiled in, so unlike on Fedora it is not
 * `VERSION-RELEASE.ARCH` of the RPM; and it names the .deb.
 */
export function kernelPackages(kernelRelease: string): readonly RpmPackage[] {
  const modules = `usr/lib/modules/${kernelRelease}`;
  // An RPM version has room for one dash only.
  const evr = kernelRelease.replace(/-(?=[a-z])/, '.');
  const depmod = `depmod -a ${kernelRelease}`;
  return [
    {
      name: 'kernel-core',
      source: 'kernel',
      debs: [[`linux-image-${kernelRelease}`, new RegExp(`^${modules}/(vmlinuz|config|System.map)`)]],
      plain: true,
      requires: ['kernel-modules-core', 'coreutils', 'systemd-udev', 'dracut'],
      provides: [`kernel-uname-r = ${evr}`, `kernel-core-uname-r = ${evr}`, 'installonlypkg(kernel)'],
      ghosts: [
        `/boot/vmlinuz-${kernelRelease}`,
        `/boot/initramfs-${kernelRelease}.img`,
        `/boot/System.map-${kernelRelease}`,
        `/boot/config-${kernelRelease}`,
      ],
      scriptlets: [
        {
          when: 'posttrans',
          body: `if [ -x /bin/kernel-install ]; then\n  /bin/kernel-install add ${kernelRelease} /lib/modules/${kernelRelease}/vmlinuz || exit $?\nfi`,
        },
        {
          when: 'preun',
          body: `/bin/kernel-install remove ${kernelRelease} || exit $?`,
        },
      ],
    },
    {
      name: 'kernel-modules-core',
      source: 'kernel',
      debs: ['@modules-core', [`linux-image-${kernelRelease}`, new RegExp(`^${modules}/modules\\.`)]],
      plain: true,
      requires: ['kmod'],
      provides: [`kernel-modules-core-uname-r = ${evr}`, 'installonlypkg(kernel-module)'],
      ghosts: [
        'alias',
        'alias.bin',
        'dep',
        'dep.bin',
        'softdep',
        'symbols',
        'symbols.bin',
        'devname',
        'builtin.bin',
        'builtin.alias.bin',
      ].map((name) => `/${modules}/modules.${name}`),
      scriptlets: [{ when: 'posttrans', body: depmod }],
    },
    {
      name: 'kernel-modules',
      source: 'kernel',
      debs: ['@modules-extra'],
      plain: true,
      requires: ['kernel-modules-core', 'kmod'],
      provides: [`kernel-modules-uname-r = ${evr}`, 'installonlypkg(kernel-module)'],
      scriptlets: [
        { when: 'post', body: depmod },
        { when: 'postun', body: depmod },
      ],
    },
    {
      name: 'kernel',
      debs: [[`linux-image-${kernelRelease}`, /^$/]],
      plain: true,
      requires: ['kernel-core', 'kernel-modules-core', 'kernel-modules'],
    },
  ];
}
