import { existsSync } from 'node:fs';
import { neededPrograms } from '../../src/engine/programs/programs.js';
import { mustRun, runProgram } from './run-program.js';

/** Debian packages that only the tests use: other shells, checkers, tools that break things. */
const ownPackages = [
  ...[
    'bmap-tools',
    'btrfs-progs',
    'busybox-static',
    'cpio',
    'crun',
    'dash',
    'diffutils',
    'docker.io',
    'e2fsprogs',
    'file',
    'fish',
    'flake8',
  ],
  ...['gdisk', 'gnupg', 'grub-common'],
  ...[
    'grub-efi-amd64-bin',
    'grub-pc-bin',
    'iproute2',
    'kmod',
    'libcap2-bin',
    'mmdebstrap',
    'procps',
    'podman',
    'shellcheck',
    'slirp4netns',
    'squashfs-tools',
    'uidmap',
    'util-linux',
    'zsh',
  ],
];

/**
 * Installs the Debian packages that the tests need and this machine lacks, and says which. A test never passes
 * because its tool is missing.
 * @throws Error on a machine without apt-get, or without root, that lacks one.
 */
export function installTestTools(log: (line: string) => void): void {
  if (!existsSync('/usr/bin/dpkg-query'))
    throw new Error('The tests need Debian: they install and run its packages.');
  const wanted = new Set([...ownPackages, ...neededPrograms.map(({ packages }) => packages.debian)]);
  installPackages([...wanted], log);
}

/** Installs Debian packages that one test alone needs, as far as this machine lacks them. */
export function installPackages(names: readonly string[], log: (line: string) => void): void {
  const missing = names.filter((name) => !isInstalled(name)).sort();
  if (missing.length === 0) return;
  log(`installing with apt-get: ${missing.join(' ')}`);
  mustApt(['update']);
  mustApt(['install', '-y', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=600', ...missing]);
}

function isInstalled(name: string): boolean {
  const { status, stdout } = runProgram('dpkg-query', ['-W', '-f', '${db:Status-Status}', name]);
  return status === 0 && stdout === 'installed';
}

function mustApt(args: string[]): void {
  mustRun('apt-get', args, { env: { DEBIAN_FRONTEND: 'noninteractive' }, timeoutMs: 20 * 60_000 });
}
