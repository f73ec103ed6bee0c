import type { KickstartAccount } from '../project/kickstart/kickstart-system.js';
import type { ImageSpec } from '../spec/image-spec.js';
import { needsProfile } from '../spec/network-findings.js';
import { uniqueUnits, unitName } from '../spec/unit-name.js';
import { networkProfile } from './network-profile.js';

/** A file that the spec's settings put into the root tree. */
export interface SettingFile {
  /** Relative to the root. */
  path: string;
  content: string;
  /** Permission bits, 0644 if absent. */
  mode?: number;
}

/** Files that follow from the spec's system settings alone; they are laid over the packages', under root.override. */
export function settingFiles(spec: ImageSpec): SettingFile[] {
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
  if (needsProfile(network)) files.push(networkProfile(network));
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
 * @param accounts What kickstart says of accounts besides, by their name.
 */
export function settingScript(
  spec: ImageSpec,
  accounts: Readonly<Record<string, KickstartAccount>> = {},
): string {
  const { timezone, users, rootPasswordHash, rootSshKeys } = spec.system;
  const lines = ['set -eu'];
  lines.push(`ln -sfn ${quote(`../usr/share/zoneinfo/${timezone}`)} /etc/localtime`);
  lines.push(`usermod -p ${quote(rootPasswordHash ?? '!')} root`);
  if (rootSshKeys.length > 0) lines.push('chmod 0700 /root/.ssh');
  for (const user of users) {
    const account = accounts[user.name];
    const home = account?.homedir ?? `/home/${user.name}`;
    const words = [
      ...['-m', '-s', account?.shell ?? '/bin/bash'],
      ...(user.groups.length > 0 ? ['-G', user.groups.join(',')] : []),
      ...accountWords(account),
      ...['-p', user.passwordHash ?? '!', user.name],
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
  return `${lines.join('\n')}\n`;
}

/**
 * POSIX sh that enables and disables units; it runs when files of root.override are there, whose units count too.
 * @param disabled Those of the units to disable that the image has.
 */
export function serviceScript(
  { system: { services } }: Pick<ImageSpec, 'system'>,
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

function accountWords(account: KickstartAccount | undefined): string[] {
  if (account === undefined) return [];
  const { uid, gid, homedir, gecos } = account;
  return [
    ...(uid === null ? [] : ['-u', String(uid)]),
    ...(gid === null ? [] : ['-g', String(gid)]),
    ...(homedir === null ? [] : ['-d', homedir]),
    ...(gecos === null ? [] : ['-c', gecos]),
  ];
}

/** A word for sh(1), in single quotes. */
export function quote(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}
