import { later } from '../../base/language/texts.js';
import type { ImageSpec } from '../image-spec.js';

/** A package without which an image cannot be built or does not boot. */
export interface RequiredPackage {
  /** Any one of these names will do. */
  anyOf: readonly string[];
  /** Completes "is needed because ...". */
  reason: string;
  /** Packages that require it, where a list may name them instead. */
  broughtBy?: readonly string[];
  /** Nothing else requires it as a rule: it must be listed itself. */
  isNeverBrought?: true;
}

const always: readonly RequiredPackage[] = [
  { anyOf: ['filesystem'], reason: later`it holds the top folders and links of the root` },
  { anyOf: ['setup'], reason: later`it holds /etc/passwd, /etc/group and their like` },
  { anyOf: ['systemd'], reason: later`it is the first process of the device` },
  { anyOf: ['systemd-udev'], reason: later`it finds the partitions at boot` },
  { anyOf: ['bash'], reason: later`scripts on the device and in the initramfs run in it` },
  {
    anyOf: ['coreutils', 'coreutils-single'],
    reason: later`the initramfs copies the root slot into memory with it`,
  },
  { anyOf: ['util-linux'], reason: later`it mounts, and names partitions` },
  {
    anyOf: ['kernel-core'],
    reason: later`it holds the kernel`,
    broughtBy: ['kernel', 'kernel-modules'],
    isNeverBrought: true,
  },
  { anyOf: ['dracut'], reason: later`it makes the initramfs` },
  { anyOf: ['grub2-efi-x64'], reason: later`it is the boot loader`, isNeverBrought: true },
  { anyOf: ['shim-x64'], reason: later`the firmware starts it before the boot loader`, isNeverBrought: true },
  { anyOf: ['e2fsprogs'], reason: later`it repairs /var/log at boot` },
  { anyOf: ['findutils'], reason: later`the initramfs counts the copied files with it` },
  { anyOf: ['gawk'], reason: later`the initramfs adds up sizes with it` },
  { anyOf: ['grep'], reason: later`scripts in the initramfs need it` },
  { anyOf: ['sed'], reason: later`scripts in the initramfs need it` },
  { anyOf: ['shadow-utils'], reason: later`accounts are set up with it` },
  { anyOf: ['dosfstools'], reason: later`the installer makes the EFI system partition with it` },
  { anyOf: ['zstd'], reason: later`the installer unpacks the image with it` },
  { anyOf: ['efibootmgr'], reason: later`the installer enters the system into the firmware with it` },
];

const withBtrfs: RequiredPackage = {
  anyOf: ['btrfs-progs'],
  reason: later`it makes the file systems of /opt, /var/cache and /var/lib/docker`,
};

const withImages: RequiredPackage = {
  anyOf: ['squashfs-tools'],
  reason: later`it makes and unpacks the compressed image in a slot (\`device.slotFormat\`)`,
  isNeverBrought: true,
};

export const withSelinux: readonly RequiredPackage[] = [
  {
    anyOf: ['selinux-policy-targeted', 'selinux-policy-minimum', 'selinux-policy-mls'],
    reason: later`it is the policy that SELinux follows`,
  },
  { anyOf: ['policycoreutils'], reason: later`it loads the policy of SELinux at boot` },
  { anyOf: ['libselinux-utils'], reason: later`it tells the SELinux label of each file` },
];

/** What of a spec decides which packages its image needs. */
export interface ImageKind {
  hasBtrfs: boolean;
  /** False if absent. */
  hasSelinux?: boolean;
  /** Whether a slot holds a compressed image; false if absent. */
  hasImages?: boolean;
}

/** What a spec's image needs packages for. */
export function imageKind({
  partitions,
  system,
  device,
}: Pick<ImageSpec, 'partitions' | 'system' | 'device'>): ImageKind {
  const { opt, cache, docker } = partitions.sizes;
  return {
    hasBtrfs: [opt, cache, docker].some((size) => size !== 0),
    hasSelinux: system.selinux !== 'disabled',
    hasImages: device.slotFormat === 'squashfs',
  };
}

const plainImage: ImageKind = { hasBtrfs: true };

/** What is missing of the packages that an image needs, each with the reason. */
export function missingPackages(names: Iterable<string>, image: ImageKind = plainImage): RequiredPackage[] {
  const present = new Set(names);
  return requiredPackages(image).filter(({ anyOf }) => !anyOf.some((name) => present.has(name)));
}

/**
 * Packages that an image needs: btrfs-progs only where a data partition is btrfs, a policy only with SELinux,
 * squashfs-tools only where a slot holds a compressed image.
 */
export function requiredPackages(image: ImageKind = plainImage): readonly RequiredPackage[] {
  return [
    ...always,
    ...(image.hasBtrfs ? [withBtrfs] : []),
    ...(image.hasImages ? [withImages] : []),
    ...(image.hasSelinux ? withSelinux : []),
  ];
}
