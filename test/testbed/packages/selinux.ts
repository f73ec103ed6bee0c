import type { RpmPackage } from './types.js';

/**
 * SELinux as Fedora packages it. The policy is Debian's, named `default`; it is compiled from its package's
 * modules, so it stands before the packages that the compiling programs go to.
 */
export const selinuxPackages: readonly RpmPackage[] = [
  {
    name: 'selinux-policy-targeted',
    source: 'selinux-policy',
    debs: [['selinux-policy-default', /^$/]],
    noarch: true,
    requires: ['selinux-policy', 'policycoreutils'],
  },
  {
    name: 'selinux-policy',
    debs: [['selinux-policy-default', /^$/]],
    noarch: true,
    requires: ['policycoreutils'],
  },
  {
    name: 'policycoreutils',
    debs: ['policycoreutils'],
    requires: ['libselinux-utils', 'util-linux', 'grep', 'sed', 'gawk', 'diffutils', 'coreutils'],
    drop: /autorelabel/,
  },
  { name: 'libselinux-utils', source: 'libselinux', debs: ['selinux-utils'] },
];
