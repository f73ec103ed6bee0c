import type { DistributionFamily } from './distribution.js';

/**
 * What programs are needed for: making rpms.lock, building, building without root besides, an ISO with Anaconda
 * besides, booting the result here, the terminal wizard, and the power-cut lab.
 */
export const programPurposes = [
  'lock',
  'build',
  'rootless',
  'anaconda',
  'boot',
  'wizard',
  'powercut',
] as const;
export type ProgramPurpose = (typeof programPurposes)[number];

export interface NeededProgram {
  /** As it is called: the program's name, or what the file or module is. */
  name: string;
  /** How it is found: by name on the engine's PATH; as a file, the first that exists; as one of these modules of /usr/bin/python3. */
  found: 'program' | { anyFile: readonly string[] } | { anyPythonModule: readonly [string, ...string[]] };
  /** What it does for us. */
  use: string;
  purposes: readonly ProgramPurpose[];
  packages: Readonly<Record<DistributionFamily, string>>;
}

/** Places of OVMF (UEFI firmware for virtual machines): a pair of code and variables for each distribution, best first. */
export const firmwarePlaces: readonly { code: string; vars: string }[] = [
  // Debian, Ubuntu
  { code: '/usr/share/OVMF/OVMF_CODE_4M.fd', vars: '/usr/share/OVMF/OVMF_VARS_4M.fd' },
  // Arch
  { code: '/usr/share/edk2/x64/OVMF_CODE.4m.fd', vars: '/usr/share/edk2/x64/OVMF_VARS.4m.fd' },
  { code: '/usr/share/edk2-ovmf/x64/OVMF_CODE.fd', vars: '/usr/share/edk2-ovmf/x64/OVMF_VARS.fd' },
  // Fedora
  { code: '/usr/share/edk2/ovmf/OVMF_CODE.fd', vars: '/usr/share/edk2/ovmf/OVMF_VARS.fd' },
  // openSUSE
  { code: '/usr/share/qemu/ovmf-x86_64-4m-code.bin', vars: '/usr/share/qemu/ovmf-x86_64-4m-vars.bin' },
  { code: '/usr/share/qemu/ovmf-x86_64-code.bin', vars: '/usr/share/qemu/ovmf-x86_64-vars.bin' },
  // Older releases of Debian and Fedora
  { code: '/usr/share/OVMF/OVMF_CODE.fd', vars: '/usr/share/OVMF/OVMF_VARS.fd' },
];

const everywhere = (name: string): NeededProgram['packages'] => ({
  fedora: name,
  debian: name,
  arch: name,
  suse: name,
});

/** Every program that is run on the build machine. (dracut and e2fsprogs are not: they run inside the image's own root.) */
export const neededPrograms: readonly NeededProgram[] = [
  {
    name: 'dnf for Python',
    // dnf 4, or dnf 5, which is Fedora's since 41.
    found: { anyPythonModule: ['hawkey', 'libdnf5'] },
    use: 'solves the list of packages',
    purposes: ['lock'],
    packages: { fedora: 'python3-libdnf5', debian: 'python3-dnf', arch: 'dnf', suse: 'python3-dnf' },
  },
  program(
    '/usr/bin/python3',
    'runs the solver, and confines the programs of a root tree',
    ['lock', 'build'],
    everywhere('python3'),
    { arch: 'python' },
  ),
  program('rpm', 'installs packages into the root tree', ['build'], everywhere('rpm'), { arch: 'rpm-tools' }),
  program('rpmkeys', 'checks signatures', ['build'], everywhere('rpm'), { arch: 'rpm-tools' }),
  program('flock', 'shows other builds that this one is alive', ['build'], everywhere('util-linux')),
  program('sh', 'starts programs in the root tree', ['build'], everywhere('bash'), { debian: 'dash' }),
  program('chroot', 'runs the root tree’s own programs', ['build'], everywhere('coreutils')),
  program('cp', 'copies trees', ['build'], everywhere('coreutils')),
  program('dd', 'puts partitions into the disk image', ['build'], everywhere('coreutils')),
  program('rm', 'clears scratch folders', ['build'], everywhere('coreutils')),
  program('sync', 'flushes results to the disk', ['build'], everywhere('coreutils')),
  program('b2sum', 'digests the slot’s files', ['build', 'powercut'], everywhere('coreutils')),
  program('xargs', 'digests the slot’s files', ['build'], everywhere('findutils')),
  program('find', 'lists the root tree', ['build'], everywhere('findutils')),
  program('sed', 'fills in the installation’s id', ['build'], everywhere('sed')),
  program('tar', 'lays files over the root tree', ['build'], everywhere('tar')),
  program('sfdisk', 'writes partition tables', ['build'], everywhere('util-linux'), { debian: 'fdisk' }),
  program('mkfs.vfat', 'makes the EFI system partition', ['build'], everywhere('dosfstools')),
  program('mcopy', 'fills the EFI system partition', ['build', 'powercut'], everywhere('mtools')),
  program('xorriso', 'writes the installer ISO', ['build'], everywhere('xorriso'), { arch: 'libisoburn' }),
  program('newuidmap', 'maps the user ids of the root tree', ['rootless'], everywhere('uidmap'), {
    fedora: 'shadow-utils',
    arch: 'shadow',
    suse: 'shadow',
  }),
  program('newgidmap', 'maps the group ids of the root tree', ['rootless'], everywhere('uidmap'), {
    fedora: 'shadow-utils',
    arch: 'shadow',
    suse: 'shadow',
  }),
  program(
    'unshare',
    'makes the namespace of the user ids',
    ['rootless', 'powercut'],
    everywhere('util-linux'),
  ),
  program('nsenter', 'runs programs as the root tree’s root', ['rootless'], everywhere('util-linux')),
  program('gpgv', 'checks the signature of the netinst image', ['anaconda'], everywhere('gpgv'), {
    fedora: 'gnupg2',
    arch: 'gnupg',
    suse: 'gpg2',
  }),
  program('createrepo_c', 'makes the repository on the medium', ['anaconda'], everywhere('createrepo_c'), {
    debian: 'createrepo-c',
  }),
  program('implantisomd5', 'makes the medium able to check itself', ['anaconda'], everywhere('isomd5sum')),
  program('gzip', 'writes checksums and compresses', ['build'], everywhere('gzip')),
  program('mdel', 'changes the boot menu of the netinst image', ['anaconda'], everywhere('mtools')),
  program('zstd', 'compresses', ['build', 'powercut'], everywhere('zstd')),
  program('qemu-img', 'makes virtual disks', ['build', 'boot'], everywhere('qemu-img'), {
    debian: 'qemu-utils',
  }),
  program('qemu-system-x86_64', 'runs the virtual machine', ['boot'], everywhere('qemu-system-x86'), {
    suse: 'qemu-x86',
  }),
  {
    name: 'OVMF firmware',
    found: { anyFile: firmwarePlaces.map(({ code }) => code) },
    use: 'boots the virtual machine with UEFI',
    purposes: ['boot'],
    packages: { fedora: 'edk2-ovmf', debian: 'ovmf', arch: 'edk2-ovmf', suse: 'qemu-ovmf-x86_64' },
  },
  program(
    'qemu-storage-daemon',
    'logs each write to a disk',
    ['powercut'],
    everywhere('qemu-storage-daemon'),
    {
      debian: 'qemu-system-common',
      fedora: 'qemu-img',
      arch: 'qemu-img',
      suse: 'qemu-tools',
    },
  ),
  program('losetup', 'makes partitions into devices', ['powercut'], everywhere('util-linux'), {
    debian: 'mount',
  }),
  program('blockdev', 'looks at devices', ['powercut'], everywhere('util-linux')),
  program('mdir', 'reads the EFI system partition', ['powercut'], everywhere('mtools')),
  program('e2fsck', 'repairs file systems as a device does', ['powercut'], everywhere('e2fsprogs')),
  program('tune2fs', 'looks at file systems as a device does', ['powercut'], everywhere('e2fsprogs')),
  program('mkfs.ext4', 'makes file systems as a device does', ['powercut'], everywhere('e2fsprogs')),
  program('btrfs', 'repairs file systems as a device does', ['powercut'], everywhere('btrfs-progs'), {
    suse: 'btrfsprogs',
  }),
  program('ssh-keygen', 'checks the signature of an update', ['powercut'], everywhere('openssh'), {
    debian: 'openssh-client',
    suse: 'openssh-clients',
  }),
  program('openssl', 'hashes the passwords that you type', ['wizard'], everywhere('openssl')),
  program('lsblk', 'shows the disks of this machine', ['wizard'], everywhere('util-linux')),
];

/** The packages that bring programs of the table, by their names there, each once; nothing for those that are not in it. */
export function packagesFor(names: readonly string[], family: DistributionFamily): string[] {
  const packages = neededPrograms
    .filter(({ name }) => names.includes(name))
    .map((one) => one.packages[family]);
  return [...new Set(packages)].sort();
}

/** The commands that install packages, to be run one after the other as root. */
export function installCommands(
  family: DistributionFamily,
  packages: readonly string[],
): readonly (readonly [string, ...string[]])[] {
  switch (family) {
    case 'fedora':
      return [['dnf', 'install', '-y', ...packages]];
    case 'debian':
      return [
        ['apt-get', 'update'],
        ['apt-get', 'install', '-y', '--no-install-recommends', ...packages],
      ];
    case 'arch':
      return [['pacman', '-S', '--needed', '--noconfirm', ...packages]];
    case 'suse':
      return [['zypper', '--non-interactive', 'install', '--no-recommends', ...packages]];
  }
}

/** The same as one line for a shell; `sudo` for an ordinary user. */
export function installLine(
  family: DistributionFamily,
  packages: readonly string[],
  isRoot = process.geteuid?.() === 0,
): string {
  return installCommands(family, packages)
    .map((words) => (isRoot ? words : ['sudo', ...words]).join(' '))
    .join(' && ');
}

function program(
  name: string,
  use: string,
  purposes: readonly ProgramPurpose[],
  packages: NeededProgram['packages'],
  but: Partial<NeededProgram['packages']> = {},
): NeededProgram {
  return { name, found: 'program', use, purposes, packages: { ...packages, ...but } };
}
