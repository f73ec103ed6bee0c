import type { RpmPackage } from './types.js';

/** A package that is only a name that others, and lists of packages, ask for. */
const standIn = (name: string, version: string, more: Partial<RpmPackage> = {}): RpmPackage => ({
  name,
  version,
  noarch: true,
  requires: ['filesystem'],
  ...more,
});

/**
 * What the README of tmpfsroot-fedora lists and the tables beside this one lack. Services that cannot run here
 * have units that do nothing, so that they can be enabled.
 */
export const seedPackages: readonly RpmPackage[] = [
  {
    name: 'audit',
    debs: ['auditd', 'libauparse0'],
    requires: ['audit-libs', 'systemd'],
    drop: /^etc\/default/,
  },
  standIn('authselect', '1.5.0'),
  standIn('container-selinux', '2.233.0'),
  standIn('containerd.io', '1.7.22', {
    requires: ['container-selinux', 'systemd'],
    units: ['containerd.service'],
  }),
  standIn('dhcp-client', '4.4.3', { epoch: 12 }),
  standIn('docker-ce', '27.3.1', {
    epoch: 3,
    requires: ['containerd.io', 'docker-ce-cli', 'systemd'],
    units: ['docker.service'],
  }),
  standIn('docker-ce-cli', '27.3.1', { epoch: 1 }),
  standIn('docker-compose', '2.29.7'),
  {
    name: 'firewalld',
    debs: [['firewalld', /^usr\/lib\/firewalld\/|^etc\/firewalld\//]],
    noarch: true,
    requires: ['dbus', 'systemd'],
    units: ['firewalld.service'],
  },
];
