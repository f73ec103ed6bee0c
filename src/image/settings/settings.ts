import { quote } from '../../base/text/shell-quote.js';
import { uniqueUnits, unitName } from '../../config/fields/unit-name.js';
import type { UserSpec } from '../../config/image-spec.js';
import type { RootSpec } from '../../config/spec-parts.js';
import { connectionsOf, networkProfile } from './network-profile.js';
import type { SettingFile } from './setting-file.js';

/** Files that follow from the spec's system settings alone; they are laid over the packages', under root.override. */
export function settingFiles(spec: RootSpec): SettingFile[] {
  const { hostname, languages, keymap, rootSshKeys, network, services } = spec.system;
  const files: SettingFile[] = [
    { path: 'etc/hostname', content: `${hostname}\n` },
    { path: 'etc/locale.conf', content: `LANG=${languages[0] ?? 'C.UTF-8'}\n` },
    { path: 'etc/vconsole.conf', content: `KEYMAP=${keymap}\n` },
    // Empty: the initramfs gives each installation its own (machine-id(5), "first boot").
    { path: 'etc/machine-id', content: '', mode: 0o444 },
  ];
  if (rootSshKeys.length > 0) {
    files.push({ path: 'root/.ssh/authorized_keys', content: `${rootSshKeys.join('\n')}\n`, mode: 0o600 });
  }
  const connections = connectionsOf(network);
  files.push(...connections.map((one) => networkProfile(one, connections)));
  if (services.required.length > 0) {
    files.push({
      path: 'etc/systemd/system/boot-complete.target.d/50-tmpfsroot.conf',
      content: bootCompleteText(services.required),
    });
  }
  return files;
}

/** The target that is reached only when these units run (systemd.special(7)). */
function bootCompleteText(required: readonly string[]): string {
  const units = uniqueUnits(required).map(unitName).join(' ');
  return `[Unit]\nRequires=${units}\nAfter=${units}\n`;
}

/**
 * POSIX sh that applies the settings which programs of the image must make: accounts, time zone.
 * It runs in the root tree; every value was checked by the validator and is quoted here all the same.
 */
export function settingScript(spec: RootSpec): string {
  const { timezone, users, rootPasswordHash, rootSshKeys } = spec.system;
  const lines: string[] = [];
  lines.push(`ln -sfn ${quote(`../usr/share/zoneinfo/${timezone}`)} /etc/localtime`);
  if (rootPasswordHash === null) lines.push("usermod -p '!' root");
  if (rootSshKeys.length > 0) lines.push('chmod 0700 /root/.ssh');
  for (const user of users) {
    const home = user.home ?? `/home/${user.name}`;
    const words = [
      ...['-m', '-s', user.shell ?? '/bin/bash'],
      ...(user.groups.length > 0 ? ['-G', user.groups.join(',')] : []),
      ...accountWords(user),
      ...(user.passwordHash === null ? ['-p', '!'] : []),
      user.name,
    ];
    lines.push(`useradd ${words.map(quote).join(' ')}`);
    if (user.sshKeys.length === 0) continue;
    const ssh = `${home}/.ssh`;
    lines.push(`mkdir -m 0700 ${quote(ssh)}`);
    lines.push(`printf '%s\\n' ${user.sshKeys.map(quote).join(' ')} > ${quote(`${ssh}/authorized_keys`)}`);
    lines.push(
      `chmod 0600 ${quote(`${ssh}/authorized_keys`)}`,
      `chown -R ${quote(`${user.name}:`)} ${quote(ssh)}`,
    );
  }
  lines.push(...hashLines([{ name: 'root', passwordHash: rootPasswordHash }, ...users]));
  return `${lines.join('\n')}\n`;
}

/** Everybody can read the arguments of a program: hashes go by standard input, from a command of the shell itself. */
function hashLines(accounts: readonly Pick<UserSpec, 'name' | 'passwordHash'>[]): string[] {
  const entries = accounts.flatMap(({ name, passwordHash }) =>
    passwordHash === null ? [] : [quote(`${name}:${passwordHash}`)],
  );
  return entries.length === 0 ? [] : [`printf '%s\\n' ${entries.join(' ')} | chpasswd -e`];
}

/**
 * POSIX sh that enables and disables units; it runs when files of root.override are there, whose units count too.
 * @param disabled Those of the units to disable that the image has.
 */
export function serviceScript(
  { system: { services } }: Pick<RootSpec, 'system'>,
  disabled: readonly string[] = services.disabled,
): string {
  const enabled = uniqueUnits([...services.enabled, ...services.required]);
  const lines = [
    ...(enabled.length > 0 ? [`systemctl --quiet enable -- ${enabled.map(quote).join(' ')}`] : []),
    ...(disabled.length > 0 ? [`systemctl --quiet disable -- ${disabled.map(quote).join(' ')}`] : []),
    ...(services.required.length > 0
      ? ['systemctl --quiet add-wants multi-user.target boot-complete.target']
      : []),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

function accountWords({ uid, gid, home, comment }: UserSpec): string[] {
  return [
    ...(uid === null ? [] : ['-u', String(uid)]),
    ...(gid === null ? [] : ['-g', String(gid)]),
    ...(home === null ? [] : ['-d', home]),
    ...(comment === null ? [] : ['-c', comment]),
  ];
}
