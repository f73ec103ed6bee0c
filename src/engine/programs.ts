import type { DistributionFamily } from './distribution.js';

/**
 * What programs are needed for: making rpms.lock, building, building without root besides, an ISO with Anaconda
 * besides, booting the result here, and the terminal wizard.
 */
export const programPurposes = ['lock', 'build', 'rootless', 'anaconda', 'boot', 'wizard'] as const;
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
    'runs the solver, and writes the rpm database',
    ['lock', 'build'],
    everywhere('python3'),
    { arch: 'python' },
  ),
  program('rpm', 'installs packages into the root tree', ['build'], everywhere('rpm'), { arch: 'rpm-tools' }),
  program('rpmkeys', 'checks signatures', ['build'], everywhere('rpm'), { arch: 'rpm-tools' }),
  program('unshare', 'keeps mounts of a build private', ['build'], everywhere('util-linux')),
  program('mount', 'prepares the root tree for its own programs', ['build'], everywhere('util-linux'), {
    debian: 'mount',
  }),
  program('sh', 'starts programs in the root tree', ['build'], everywhere('bash'), { debian: 'dash' }),
  program('chroot', 'runs the root tree’s own programs', ['build'], everywhere('coreutils')),
  program('cp', 'copies trees', ['build'], everywhere('coreutils')),
  program('dd', 'puts partitions into the disk image', ['build'], everywhere('coreutils')),
  program('rm', 'clears scratch folders', ['build'], everywhere('coreutils')),
  program('sync', 'makes results last', ['build'], everywhere('coreutils')),
  program('b2sum', 'digests the slot’s files', ['build'], everywhere('coreutils')),
  program('xargs', 'digests the slot’s files', ['build'], everywhere('findutils')),
  program('find', 'lists the root tree', ['build'], everywhere('findutils')),
  program('sed', 'fills in the installation’s id', ['build'], everywhere('sed')),
  program('tar', 'lays files over the root tree', ['build'], everywhere('tar')),
  program('sfdisk', 'writes partition tables', ['build'], everywhere('util-linux'), { debian: 'fdisk' }),
  program('mkfs.vfat', 'makes the EFI system partition', ['build'], everywhere('dosfstools')),
  program('mcopy', 'fills the EFI system partition', ['build'], everywhere('mtools')),
  program('xorriso', 'writes the installer ISO', ['build'], everywhere('xorriso'), { arch: 'libisoburn' }),
  program('newuidmap', 'lets you own other users’ files', ['rootless'], everywhere('uidmap'), {
    fedora: 'shadow-utils',
    arch: 'shadow',
    suse: 'shadow',
  }),
  program('newgidmap', 'lets you own other groups’ files', ['rootless'], everywhere('uidmap'), {
    fedora: 'shadow-utils',
    arch: 'shadow',
    suse: 'shadow',
  }),
  program('nsenter', 'runs programs as the root tree’s root', ['rootless'], everywhere('util-linux')),
  program('hostname', 'names the root tree’s machine', ['rootless'], everywhere('hostname'), {
    arch: 'inetutils',
  }),
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
  program('zstd', 'compresses', ['build'], everywhere('zstd')),
  program('qemu-img', 'makes virtual disks', ['build', 'boot'], everywhere('qemu-img'), {
    debian: 'qemu-utils',
  }),
  program('qemu-system-x86_64', 'is the virtual machine', ['boot'], everywhere('qemu-system-x86'), {
    suse: 'qemu-x86',
  }),
  {
    name: 'OVMF firmware',
    found: { anyFile: firmwarePlaces.map(({ code }) => code) },
    use: 'boots the virtual machine by UEFI',
    purposes: ['boot'],
    packages: { fedora: 'edk2-ovmf', debian: 'ovmf', arch: 'edk2-ovmf', suse: 'qemu-ovmf-x86_64' },
  },
  program('openssl', 'hashes the passwords that are typed', ['wizard'], everywhere('openssl')),
  program('lsblk', 'shows the disks of this machine', ['wizard'], everywhere('util-linux')),
];

/** The package that brings a program, for messages; null when it is not in the table. */
export function packageOf(name: string, family: DistributionFamily): string | null {
  return neededPrograms.find((one) => one.name === name)?.packages[family] ?? null;
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

/** The same as one line for a shell; `sudo` for a person who is not root. */
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
