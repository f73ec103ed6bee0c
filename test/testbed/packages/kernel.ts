import type { RpmPackage } from './types.js';

/** Drivers that go to kernel-modules-core, with everything that they need. */
export const coreModules =
  /\/(drivers\/(ata|block|cdrom|char\/virtio|hid|i2c\/busses|input|md|mmc|net\/ethernet\/(intel|realtek|broadcom)|net\/(virtio|tun|dummy|veth|bridge|loopback)|nvme|pci|scsi\/(sd_mod|sr_mod|sg|virtio|scsi|megaraid\/|mpt3sas\/|hv_|ahci|vmw)|usb\/(core|host|storage|common)|virtio|watchdog|firmware\/efi|rtc|tty\/serial|target|vhost)|fs\/(ext4|jbd2|mbcache|btrfs|fat|nls|isofs|udf|overlayfs|squashfs|autofs|fuse|efivarfs|crc|binfmt|pstore|configfs)|crypto|lib|arch\/x86\/(crypto|kvm)|net\/(core|802|llc|bridge|ipv[46]|netfilter\/(nf_|nft_|x_|xt_)|packet|unix|vmw|9p|dns|tls|failover)|security)/;

/** Further drivers, for kernel-modules. What neither pattern names is left out: TCG copies every byte. */
export const extraModules =
  /\/(drivers\/(acpi|gpio|i2c|leds|mfd|net\/(ethernet|phy|mdio|usb|bonding|macvlan|vxlan|wireguard)|platform|power|pps|ptp|scsi|thermal|tty|usb\/(serial|class|typec)|uio|vfio)|fs\/(9p|cifs|exfat|nfs|xfs|lockd|cachefiles|fscache|netfs)|net\/(sched|vlan|8021q|xfrm|netfilter|sunrpc))/;

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
