import { prepareDebianRoot } from '../helpers/debian-root.js';
import { type Ran, runProgram } from '../helpers/run-program.js';

/**
 * A root tree of Debian 12 with the programs that read what we write for a device: firewalld, which needs to know
 * protocols by name, NetworkManager, chrony, OpenSSH, systemd, useradd, and perl for crypt(3). No daemon is started.
 */
export function prepareDeviceReaders(): Promise<string> {
  const packages = [
    ...[
      'chrony',
      'coreutils',
      'dash',
      'findutils',
      'firewalld',
      'netbase',
      'network-manager',
      'openssh-client',
      'passwd',
    ],
    ...['perl-base', 'python3-minimal', 'systemd'],
  ];
  return prepareDebianRoot('bookworm', packages);
}

/** What NetworkManager makes of a profile's text: nmcli refuses what the daemon would refuse. */
export function readByNetworkManager(root: string, profile: string): Ran {
  const words = ['nmcli', '--offline', 'connection', 'modify', 'connection.autoconnect-retries', '1'];
  return runProgram('chroot', [root, ...words], { input: profile });
}

/** Zones as firewalld has read them. */
export interface Zones {
  public: Record<string, string>;
  trusted: Record<string, string>;
}

/**
 * Runs a script of sh in the root, in a mount namespace that ends with it: /etc/firewalld is the package's own at
 * first and nobody else sees what becomes of it; systemctl does nothing.
 * @param etc Brought to /etc/firewalld before the script runs.
 */
export function runWithFirewalld(root: string, script: string, etc = ''): Ran {
  const words = ['-m', '--propagation', 'private', 'sh', '-euc', inRoot, 'sh', root, etc];
  return runProgram('unshare', words, { input: script });
}

/** What firewalld finds in /etc/firewalld when a script has run: see {@link runWithFirewalld}. */
export function zonesAfter(root: string, script: string, etc?: string): Zones {
  const { status, stdout, stderr } = runWithFirewalld(root, `${script}\n${listing}`, etc);
  if (status !== 0) throw new Error(`status ${status}\n${stdout}${stderr}`);
  const [first = '', second = ''] = stdout.split('== public ==\n')[1]?.split('== trusted ==\n') ?? [];
  return { public: fieldsOf(first), trusted: fieldsOf(second) };
}

const inRoot = `root=$1
own=$(mktemp -d)
trap 'rm -rf "$own"' EXIT
cp -a "$root/etc/firewalld/." "$own"
[ -z "$2" ] || cp -a "$2/." "$own"
mount --bind "$own" "$root/etc/firewalld"
mount --bind "$root/bin/true" "$root/bin/systemctl"
chroot "$root" /bin/sh -eu`;

const listing = `firewall-offline-cmd --check-config >/dev/null
echo "== public =="
firewall-offline-cmd --zone=public --list-all
echo "== trusted =="
firewall-offline-cmd --zone=trusted --list-all`;

/** Lines like \`  services: dhcpv6-client ssh\`, the words sorted. */
function fieldsOf(text: string): Record<string, string> {
  return Object.fromEntries(
    [...text.matchAll(/^ {2}([a-z -]+): *(.*)$/gm)].map(([, name, words = '']) => [
      name,
      words.trim().split(' ').sort().join(' '),
    ]),
  );
}
