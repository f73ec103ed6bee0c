import type { ImageSpec } from './image-spec.js';

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
  { anyOf: ['filesystem'], reason: 'it holds the top folders and links of the root' },
  { anyOf: ['setup'], reason: 'it holds /etc/passwd, /etc/group and their like' },
  { anyOf: ['systemd'], reason: 'it is the first process of the device' },
  { anyOf: ['systemd-udev'], reason: 'it finds the partitions at boot' },
  { anyOf: ['bash'], reason: 'scripts on the device and in the initramfs run in it' },
  {
    anyOf: ['coreutils', 'coreutils-single'],
    reason: 'the initramfs copies the root slot into memory with it',
  },
  { anyOf: ['util-linux'], reason: 'it mounts, and names partitions' },
  {
    anyOf: ['kernel-core'],
    reason: 'it holds the kernel',
    broughtBy: ['kernel', 'kernel-modules'],
    isNeverBrought: true,
  },
  { anyOf: ['dracut'], reason: 'it makes the initramfs' },
  { anyOf: ['grub2-efi-x64'], reason: 'it is the boot loader', isNeverBrought: true },
  { anyOf: ['shim-x64'], reason: 'the firmware starts it before the boot loader', isNeverBrought: true },
  { anyOf: ['e2fsprogs'], reason: 'it repairs /var/log at boot' },
  { anyOf: ['findutils'], reason: 'the initramfs counts the copied files with it' },
  { anyOf: ['gawk'], reason: 'the initramfs adds up sizes with it' },
  { anyOf: ['grep'], reason: 'scripts in the initramfs need it' },
  { anyOf: ['sed'], reason: 'scripts in the initramfs need it' },
  { anyOf: ['shadow-utils'], reason: 'accounts are set up with it' },
  { anyOf: ['dosfstools'], reason: 'the installer makes the EFI system partition with it' },
  { anyOf: ['zstd'], reason: 'the installer unpacks the image with it' },
  { anyOf: ['efibootmgr'], reason: 'the installer enters the system into the firmware with it' },
];

const withBtrfs: RequiredPackage = {
  anyOf: ['btrfs-progs'],
  reason: 'it makes the file systems of /opt, /var/cache and /var/lib/docker',
};

export const withSelinux: readonly RequiredPackage[] = [
  {
    anyOf: ['selinux-policy-targeted', 'selinux-policy-minimum', 'selinux-policy-mls'],
    reason: 'it is the policy that SELinux follows',
  },
  { anyOf: ['policycoreutils'], reason: 'it loads the policy of SELinux at boot' },
  { anyOf: ['libselinux-utils'], reason: 'it tells the SELinux label of each file' },
];

/** What of a spec decides which packages its image needs. */
export interface ImageKind {
  hasBtrfs: boolean;
  /** False if absent. */
  hasSelinux?: boolean;
}

/** What a spec's image needs packages for. */
export function imageKind({ partitions, system }: Pick<ImageSpec, 'partitions' | 'system'>): ImageKind {
  const { opt, cache, docker } = partitions.sizes;
  return {
    hasBtrfs: [opt, cache, docker].some((size) => size !== 0),
    hasSelinux: system.selinux !== 'disabled',
  };
}

const plainImage: ImageKind = { hasBtrfs: true };

/** What is missing of the packages that an image needs, each with the reason. */
export function missingPackages(names: Iterable<string>, image: ImageKind = plainImage): RequiredPackage[] {
  const present = new Set(names);
  return requiredPackages(image).filter(({ anyOf }) => !anyOf.some((name) => present.has(name)));
}

/** Packages that an image needs: btrfs-progs only where a data partition is btrfs, a policy only with SELinux. */
export function requiredPackages(image: ImageKind = plainImage): readonly RequiredPackage[] {
  return [...always, ...(image.hasBtrfs ? [withBtrfs] : []), ...(image.hasSelinux ? withSelinux : [])];
}
