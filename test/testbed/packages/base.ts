import type { RpmPackage } from './types.js';

/** Version of the distribution that the test bed plays. */
export const fedoraRelease = '41';

/** Directories that `filesystem` owns with a mode other than 0755. */
const directories: Record<string, string> = {
  '/': '0555', '/boot': '0555', '/dev': '0755', '/etc': '0755', '/home': '0755', '/media': '0755', '/mnt': '0755',
  '/opt': '0755', '/proc': '0555', '/root': '0550', '/run': '0755', '/srv': '0755', '/sys': '0555', '/tmp': '1777',
  '/usr': '0755', '/usr/bin': '0555', '/usr/sbin': '0555', '/usr/lib': '0555', '/usr/lib64': '0555',
  '/usr/local': '0755', '/usr/share': '0755', '/var': '0755', '/var/tmp': '1777', '/var/empty': '0755',
};
for (const path of [
  'etc/opt', 'etc/pki', 'etc/profile.d', 'etc/skel', 'etc/sysconfig', 'etc/xdg', 'etc/X11',
  'usr/include', 'usr/libexec', 'usr/src', 'usr/games', 'usr/lib/locale', 'usr/lib/debug', 'usr/lib/sysimage',
  'usr/lib/systemd', 'usr/lib/systemd/system', 'usr/lib/systemd/user', 'usr/lib/sysusers.d', 'usr/lib/tmpfiles.d',
  'usr/local/bin', 'usr/local/etc', 'usr/local/lib', 'usr/local/lib64', 'usr/local/sbin', 'usr/local/share',
  'usr/share/applications', 'usr/share/doc', 'usr/share/info', 'usr/share/locale', 'usr/share/man', 'usr/share/misc',
  'var/adm', 'var/cache', 'var/db', 'var/games', 'var/lib', 'var/lib/misc', 'var/local', 'var/log', 'var/nis',
  'var/opt', 'var/preserve', 'var/spool', 'var/spool/lpd', 'var/yp',
]) {
  directories[`/${path}`] = '0755';
}
directories['/var/spool/mail'] = '0775 root:mail';

/** Packages without upstream programs: accounts, directories, release files. */
export const basePackages: readonly RpmPackage[] = [
  {
    name: 'setup',
    version: '2.15.0',
    debs: ['netbase'],
    drop: /ethertypes/,
    noarch: true,
    modes: { '/etc/shadow': '0000', '/etc/gshadow': '0000' },
    dirs: { '/etc/profile.d': '0755' },
    ghosts: ['/etc/fstab'],
  },
  {
    name: 'filesystem',
    version: '3.18',
    requires: ['setup'],
    plain: true,
    dirs: directories,
    links: {
      bin: 'usr/bin',
      sbin: 'usr/sbin',
      lib: 'usr/lib',
      lib64: 'usr/lib64',
      // Debian's binaries look here.
      'usr/lib/x86_64-linux-gnu': '../lib64',
      'usr/tmp': '../var/tmp',
      'var/lock': '../run/lock',
      'var/run': '../run',
      'var/mail': 'spool/mail',
    },
  },
  { name: 'basesystem', version: '11', noarch: true, requires: ['setup', 'filesystem'] },
  { name: 'rootfiles', version: '8.1', noarch: true, requires: ['filesystem'] },
  {
    name: 'fedora-release-common',
    source: 'fedora-release',
    version: fedoraRelease,
    noarch: true,
    requires: ['fedora-repos', 'fedora-release-identity-basic'],
    provides: ['system-release', `system-release(${fedoraRelease})`, `base-module(platform:f${fedoraRelease})`],
    links: { 'etc/redhat-release': 'fedora-release', 'etc/system-release': 'fedora-release' },
  },
  {
    name: 'fedora-release-identity-basic',
    source: 'fedora-release',
    version: fedoraRelease,
    noarch: true,
    provides: ['fedora-release-identity', `fedora-release-identity = ${fedoraRelease}`],
    links: { 'etc/os-release': '../usr/lib/os-release' },
  },
  { name: 'fedora-release', version: fedoraRelease, noarch: true, requires: ['fedora-release-common'] },
  { name: 'fedora-repos', version: fedoraRelease, noarch: true, requires: ['fedora-gpg-keys'] },
  { name: 'fedora-gpg-keys', source: 'fedora-repos', version: fedoraRelease, noarch: true },
];
