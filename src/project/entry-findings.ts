import { type Finding, warningAt } from '../spec/finding.js';
import { listFix } from '../spec/fix.js';
import type { ImageSpec, UserSpec } from '../spec/image-spec.js';
import { unitName } from '../spec/unit-name.js';
import { isListed, type ListedPackages } from './listed-packages.js';
import type { WaysIn } from './ways-in.js';

const sshServers = ['openssh-server', 'dropbear', 'tinyssh'];
/** Groups whose members may use sudo, with their own password. */
const sudoGroups = ['wheel', 'sudo'];

/**
 * Warns of an image that nobody can log in to, and of accounts that nobody can use. A kiosk without any login is a
 * fine thing, so that none of this is an error; where a script sets accounts, nothing is said of them.
 */
export function entryFindings({ system }: ImageSpec, packages: ListedPackages, ways: WaysIn): Finding[] {
  const { rootPasswordHash, rootSshKeys, users } = system;
  const hasKey = (name: string, keys: readonly string[]) => keys.length > 0 || ways.keyOwners.includes(name);
  const hasAnyKey =
    ways.keyOwners.length > 0 || rootSshKeys.length > 0 || users.some(({ sshKeys }) => sshKeys.length > 0);
  const hasPassword = rootPasswordHash !== null || users.some(({ passwordHash }) => passwordHash !== null);
  const server = hasAnyKey ? serverFindings(system, packages, hasPassword) : [];
  if (ways.others.length > 0) return server;
  if (!hasAnyKey && !hasPassword) return [nobody(users)];
  return [
    ...server,
    ...users.flatMap((user, index) =>
      user.passwordHash !== null || ways.closed.includes(user.name)
        ? []
        : accountFindings(user, index, hasKey(user.name, user.sshKeys), ways),
    ),
  ];
}

function nobody(users: readonly UserSpec[]): Finding {
  const others =
    users.length === 0
      ? 'there is no other user'
      : `neither has ${users.map(({ name }) => `\`${name}\``).join(', ')}`;
  return warningAt(
    'system.rootPasswordHash',
    `Nobody can log in to this image: root has no password and no SSH key, and ${others}. Nor do root.override and scripts bring any. A screen or serial console asks for a password too.`,
    'Give root a password or an SSH key, or a user one. A device that nobody needs to enter may stay so.',
  );
}

function accountFindings(
  { name, groups }: UserSpec,
  index: number,
  hasKey: boolean,
  ways: WaysIn,
): Finding[] {
  const group = groups.find((one) => sudoGroups.includes(one));
  const path = `system.users[${index}]`;
  if (!hasKey) {
    const sudo = group === undefined ? '' : `, and nobody becomes root by its group \`${group}\``;
    return [
      warningAt(
        `${path}.passwordHash`,
        `The user \`${name}\` has neither a password nor an SSH key: nobody can log in as \`${name}\`${sudo}.`,
        'Give it one of them. It may stay so where only services run as it.',
      ),
    ];
  }
  if (group === undefined || ways.hasSudoRule) return [];
  return [
    warningAt(
      `${path}.passwordHash`,
      `\`${name}\` is in \`${group}\` and has no password, which sudo asks for.`,
      `Give \`${name}\` a password, or a rule with NOPASSWD in root.override/etc/sudoers.d.`,
    ),
  ];
}

/** Keys are of use to an SSH server alone. */
function serverFindings(
  { services: { disabled } }: ImageSpec['system'],
  packages: ListedPackages,
  hasPassword: boolean,
): Finding[] {
  const only = hasPassword ? '' : ', and no password opens an account: nobody can log in';
  if (!sshServers.some((name) => isListed(packages, name))) {
    const [server = ''] = sshServers;
    return [
      warningAt(
        'system.rootSshKeys',
        `There are SSH keys, but no SSH server among the packages${only}.`,
        `Add \`${server}\` to the packages.`,
        { path: 'packages', value: [...packages.lines, server], text: `the package ${server}` },
      ),
    ];
  }
  const isSshd = (unit: string) => unitName(unit) === 'sshd.service';
  if (!disabled.some(isSshd)) return [];
  return [
    warningAt(
      'system.services.disabled',
      `There are SSH keys, but \`sshd\` is disabled${only}.`,
      'Leave it enabled, or take the keys out.',
      listFix(
        'system.services.disabled',
        disabled.filter((unit) => !isSshd(unit)),
      ),
    ),
  ];
}
