import { type Finding, warningAt } from '../../base/finding.js';
import { t } from '../../base/language/texts.js';
import { unitName } from '../../config/fields/unit-name.js';
import { listFix } from '../../config/findings/fix.js';
import type { ImageSpec, UserSpec } from '../../config/image-spec.js';
import type { WaysIn } from '../folder/ways-in.js';
import { isListed, type ListedPackages } from '../packages/listed-packages.js';

const sshServers = ['openssh-server', 'dropbear', 'tinyssh'];
/** Groups whose members may use sudo, with their own password. */
const sudoGroups = ['wheel', 'sudo'];

/**
 * Warns of an image that nobody can log in to, and of accounts that nobody can use. A kiosk without any login is a
 * fine thing, so that none of this is an error; where a script sets accounts, nothing is said of them.
 */
export function entryFindings({ system }: ImageSpec, packages: ListedPackages, ways: WaysIn): Finding[] {
  const { rootPasswordHash, rootSshKeys, accountSshKeys, users } = system;
  const keyOwners = [...ways.keyOwners, ...accountSshKeys.map(({ user }) => user)];
  const hasKey = (name: string, keys: readonly string[]) => keys.length > 0 || keyOwners.includes(name);
  const hasAnyKey =
    keyOwners.length > 0 || rootSshKeys.length > 0 || users.some(({ sshKeys }) => sshKeys.length > 0);
  const hasPassword = rootPasswordHash !== null || users.some(({ passwordHash }) => passwordHash !== null);
  const server = hasAnyKey ? serverFindings(system, packages, hasPassword) : [];
  if (ways.others.length > 0) return server;
  if (!hasAnyKey && !hasPassword) return [nobody(users)];
  return [
    ...server,
    ...users.flatMap((user, index) =>
      user.passwordHash !== null || isClosed(user)
        ? []
        : accountFindings(user, index, hasKey(user.name, user.sshKeys), ways),
    ),
  ];
}

/** Services run as such a user. */
function isClosed({ shell }: UserSpec): boolean {
  return shell !== null && /\/(?:nologin|false)$/.test(shell);
}

function nobody(users: readonly UserSpec[]): Finding {
  const others =
    users.length === 0
      ? t`there is no other user`
      : t`neither has ${users.map(({ name }) => `\`${name}\``).join(', ')}`;
  return warningAt(
    'system.rootPasswordHash',
    t`Nobody can log in to this image: root has no password and no SSH key, and ${others}. root.override and scripts add none either. A screen or serial console asks for a password too.`,
    t`Give root a password or an SSH key, or a user one. A device that nobody needs to enter may stay so.`,
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
    const sudo = group === undefined ? '' : t`, and nobody becomes root by its group \`${group}\``;
    return [
      warningAt(
        `${path}.passwordHash`,
        t`The user \`${name}\` has neither a password nor an SSH key: nobody can log in as \`${name}\`${sudo}.`,
        t`Give it one of them. It may stay so where only services run as it.`,
      ),
    ];
  }
  if (group === undefined || ways.hasSudoRule) return [];
  return [
    warningAt(
      `${path}.passwordHash`,
      t`\`${name}\` is in \`${group}\` and has no password, which sudo asks for.`,
      t`Give \`${name}\` a password, or a rule with NOPASSWD in root.override/etc/sudoers.d.`,
    ),
  ];
}

/** Keys are of use to an SSH server alone. */
function serverFindings(
  { services: { disabled } }: ImageSpec['system'],
  packages: ListedPackages,
  hasPassword: boolean,
): Finding[] {
  const only = hasPassword ? '' : t`, and no password opens an account: nobody can log in`;
  if (!sshServers.some((name) => isListed(packages, name))) {
    const [server = ''] = sshServers;
    return [
      warningAt(
        'system.rootSshKeys',
        t`There are SSH keys, but no SSH server among the packages${only}.`,
        t`Add \`${server}\` to the packages.`,
        { path: 'packages', value: [...packages.lines, server], text: t`the package ${server}` },
      ),
    ];
  }
  const isSshd = (unit: string) => unitName(unit) === 'sshd.service';
  if (!disabled.some(isSshd)) return [];
  return [
    warningAt(
      'system.services.disabled',
      t`There are SSH keys, but \`sshd\` is disabled${only}.`,
      t`Leave it enabled, or take the keys out.`,
      listFix(
        'system.services.disabled',
        disabled.filter((unit) => !isSshd(unit)),
      ),
    ),
  ];
}
