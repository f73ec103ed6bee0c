import { type PackageIndex, packageIndexOf } from '../../src/rpm/solve/package-index-columns.js';

/** What the pictures search in: packages of Fedora 44 with their summaries; sizes are those of an order of size. */
const packages: readonly (readonly [name: string, version: string, kB: number, summary: string])[] = [
  ['openssh', '10.2p1-3.fc44', 1900, 'An open source implementation of SSH protocol version 2'],
  ['openssh-clients', '10.2p1-3.fc44', 2700, 'An open source SSH client applications'],
  ['openssh-server', '10.2p1-3.fc44', 1500, 'An open source SSH server daemon'],
  ['openssh-askpass', '10.2p1-3.fc44', 28, 'A passphrase dialog for OpenSSH and X'],
  ['openssh-keycat', '10.2p1-3.fc44', 32, 'A mls keycat backend for openssh'],
  ['libssh', '0.11.3-1.fc44', 610, 'A library implementing the SSH protocol'],
  ['libssh-config', '0.11.3-1.fc44', 1, 'Configuration files for libssh'],
  ['libssh2', '1.11.1-5.fc44', 320, 'A library implementing the SSH2 protocol'],
  ['sshfs', '3.7.5-1.fc44', 130, 'FUSE-Filesystem to access remote filesystems via SSH'],
  ['sshpass', '1.10-9.fc44', 48, 'Non-interactive SSH authentication utility'],
  ['autossh', '1.4g-19.fc44', 71, 'Utility to autorestart SSH tunnels'],
  ['mosh', '1.4.0-13.fc44', 990, 'Mobile shell that supports roaming and intelligent local echo'],
  ['sslh', '2.2.4-2.fc44', 280, 'Applicative protocol(SSL/SSH) multiplexer'],
  ['tinyssh', '20250501-2.fc44', 200, 'Minimalistic SSH server'],
  ['python3-paramiko', '4.0.0-3.fc44', 2300, 'SSH2 protocol library for python3'],
  ['shim-x64', '16.1-2', 5200, 'First-stage UEFI bootloader'],
  ['shadow-utils', '4.18.0-3.fc44', 4100, 'Utilities for managing accounts and shadow password files'],
  ['dropbear', '2025.88-2.fc44', 620, 'Lightweight SSH server and client'],
];

/** The index of those and of what is chosen already. */
export function pictureIndex(chosen: readonly string[]): PackageIndex {
  const others = chosen.filter((name) => !packages.some(([known]) => known === name));
  return packageIndexOf([
    ...others.map((name) => ({
      ...{ name, summary: '', version: '1-1.fc44', installedBytes: 6e6 },
    })),
    ...packages.map(([name, version, kB, summary]) => ({
      ...{ name, version, summary, installedBytes: kB * 1000 },
    })),
  ]);
}
