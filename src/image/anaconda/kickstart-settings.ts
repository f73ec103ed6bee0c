import {
  type Family,
  familyOf,
  type InterfaceAddress,
  interfaceAddresses,
  netmaskOf,
} from '../../config/fields/ip-address.js';
import { uniqueUnits } from '../../config/fields/unit-name.js';
import type { ImageSpec, NetworkSpec, SystemSpec, UserSpec } from '../../config/image-spec.js';

/**
 * The system settings of a spec as kickstart commands, in the syntax of Fedora 38 to 45 (pykickstart 3.78).
 * What kickstart has no words for is not said: consoles, required units, a second address of a family. Nor are further
 * connections, which are laid over the system as the profiles that they are.
 */
export function kickstartSettings({ system, install }: Pick<ImageSpec, 'system' | 'install'>): string[] {
  const { hostname, timezone, hardwareClock, languages, rootSshKeys, users } = system;
  const { network, selinux, services, kernelArguments, authselect } = system;
  const [language = 'C.UTF-8', ...others] = languages;
  return [
    command('lang', language, ...option('addsupport', others)),
    keyboardCommand(system),
    command('timezone', timezone, ...(hardwareClock === 'LOCAL' ? [] : ['--utc'])),
    ...timeCommands(system.time),
    command('network', ...option('hostname', [hostname])),
    ...networkCommands(network),
    rootPasswordCommand(system),
    ...sshKeyCommands('root', rootSshKeys),
    ...groupCommands(system),
    ...users.flatMap(userCommands),
    ...system.accountSshKeys.flatMap(({ user, key }) => sshKeyCommands(user, [key])),
    ...(authselect.length === 0 ? [] : [command('authselect', ...authselect)]),
    command('selinux', `--${selinux}`),
    ...firewallCommands(system.firewall),
    ...serviceCommands(services),
    ...targetCommands(system.defaultTarget),
    ...(kernelArguments.length > 0 ? [command('bootloader', `--append=${kernelArguments.join(' ')}`)] : []),
    install.then,
  ];
}

function keyboardCommand({ keymap, keyboard: { layouts, options } }: SystemSpec): string {
  return command(
    'keyboard',
    ...option('vckeymap', [keymap]),
    ...option('xlayouts', layouts),
    ...option('switch', options),
  );
}

function timeCommands({ disabled, sources }: SystemSpec['time']): string[] {
  if (disabled) return [command('timesource', '--ntp-disable')];
  return sources.map(({ kind, host, nts }) =>
    command('timesource', ...option(`ntp-${kind}`, [host]), ...(nts ? ['--nts'] : [])),
  );
}

function rootPasswordCommand({ rootPasswordHash, rootSshPassword }: SystemSpec): string {
  const password = rootPasswordHash === null ? ['--lock'] : ['--iscrypted', rootPasswordHash];
  return command('rootpw', ...password, ...(rootSshPassword ? ['--allow-ssh'] : []));
}

function networkCommands(network: NetworkSpec): string[] {
  const { device, addresses, gateway, dns } = network;
  const known = interfaceAddresses(addresses);
  if (device === null && known.length === 0 && dns.length === 0) return [];
  const ofFamily = (family: Family) => known.find((address) => address.family === family);
  const [ipv4, ipv6] = [ofFamily('ipv4'), ofFamily('ipv6')];
  return [
    command(
      'network',
      ...(ipv4 === undefined
        ? ipv6 === undefined
          ? ['--bootproto=dhcp']
          : ['--noipv4']
        : ['--bootproto=static']),
      // The first interface with a link.
      ...option('device', [device ?? 'link']),
      ...(ipv4 === undefined ? [] : ipv4Words(ipv4, gateway)),
      ...(ipv6 === undefined ? [] : ipv6Words(ipv6, gateway)),
      ...option('nameserver', dns),
    ),
  ];
}

function ipv4Words({ ip, prefix }: InterfaceAddress, gateway: string | null): string[] {
  return [
    `--ip=${ip}`,
    `--netmask=${netmaskOf(prefix)}`,
    ...(gateway !== null && familyOf(gateway) === 'ipv4' ? [`--gateway=${gateway}`] : []),
  ];
}

function ipv6Words({ ip, prefix }: InterfaceAddress, gateway: string | null): string[] {
  return [
    `--ipv6=${ip}/${prefix}`,
    ...(gateway !== null && familyOf(gateway) === 'ipv6' ? [`--ipv6gateway=${gateway}`] : []),
  ];
}

/** Anaconda makes the groups that a user names by itself. */
function groupCommands({ groups, users }: SystemSpec): string[] {
  return groups
    .filter(({ name, gid }) => gid !== null || users.every((user) => !user.groups.includes(name)))
    .map(({ name, gid }) => command('group', ...option('name', [name]), ...numberOption('gid', gid)));
}

function userCommands(user: UserSpec): string[] {
  const { name, groups, passwordHash, sshKeys, uid, gid, home, shell, comment } = user;
  const password = passwordHash === null ? ['--lock'] : [`--password=${passwordHash}`, '--iscrypted'];
  return [
    command(
      'user',
      ...[...option('name', [name]), ...option('groups', groups), ...password],
      ...[...numberOption('uid', uid), ...numberOption('gid', gid)],
      ...[...textOption('homedir', home), ...textOption('shell', shell), ...textOption('gecos', comment)],
    ),
    ...sshKeyCommands(name, sshKeys),
  ];
}

/** pykickstart warns of a key that is given twice. */
function sshKeyCommands(user: string, keys: readonly string[]): string[] {
  return [...new Set(keys)].map((key) => command('sshkey', ...option('username', [user]), key));
}

function firewallCommands(firewall: SystemSpec['firewall']): string[] {
  const { enabled, services, removedServices, ports, trusted } = firewall;
  if (enabled === null) return [];
  if (!enabled) return [command('firewall', '--disabled')];
  return [
    command(
      'firewall',
      '--enabled',
      ...option('service', services),
      ...option('remove-service', removedServices),
      ...option('port', ports),
      ...trusted.flatMap((name) => option('trust', [name])),
    ),
  ];
}

function targetCommands(target: SystemSpec['defaultTarget']): string[] {
  if (target === null) return [];
  return [target === 'multi-user.target' ? command('skipx') : command('xconfig', '--startxonboot')];
}

/** Anaconda says nothing of a unit to disable that is not there. */
function serviceCommands(services: SystemSpec['services']): string[] {
  const { enabled, disabled, disabledIfPresent, required } = services;
  const words = [
    ...option('enabled', uniqueUnits([...enabled, ...required])),
    ...option('disabled', uniqueUnits([...disabled, ...disabledIfPresent])),
  ];
  return words.length === 0 ? [] : [command('services', ...words)];
}

function option(name: string, values: readonly string[]): string[] {
  return values.length === 0 ? [] : [`--${name}=${values.join(',')}`];
}

function textOption(name: string, value: string | null): string[] {
  return value === null ? [] : option(name, [value]);
}

function numberOption(name: string, value: number | null): string[] {
  return textOption(name, value === null ? null : String(value));
}

function command(...words: readonly string[]): string {
  return words.map(quoted).join(' ');
}

/** pykickstart takes a line apart as Python's shlex does: `#` begins a comment, and in double quotes `\` stands before `"` and itself. */
function quoted(word: string): string {
  if (/^[A-Za-z0-9_./:@%+,=$~-]+$/.test(word)) return word;
  const [, name = '', value = ''] = /^(--[a-z0-9]+=)?(.*)$/s.exec(word) ?? [];
  return `${name}"${value.replace(/["\\]/g, '\\$&')}"`;
}
