import type { ImageSpec, NetworkSpec, UserSpec } from '../spec/image-spec.js';
import {
  type Family,
  familyOf,
  type InterfaceAddress,
  interfaceAddresses,
  netmaskOf,
} from '../spec/ip-address.js';
import { uniqueUnits } from '../spec/unit-name.js';

/**
 * The system settings of a spec as kickstart commands, in the syntax of Fedora 38 to 45 (pykickstart 3.78).
 * What kickstart has no words for is not said: consoles, required units, a second address of a family.
 */
export function kickstartSettings({ system, install }: ImageSpec): string[] {
  const { hostname, timezone, languages, keymap, rootPasswordHash, rootSshKeys } = system;
  const { users, network, selinux, services, kernelArguments } = system;
  const [language = 'C.UTF-8', ...others] = languages;
  return [
    command('lang', language, ...option('addsupport', others)),
    command('keyboard', ...option('vckeymap', [keymap])),
    command('timezone', timezone, '--utc'),
    command('network', ...option('hostname', [hostname])),
    ...networkCommands(network),
    rootPasswordHash === null
      ? command('rootpw', '--lock')
      : command('rootpw', '--iscrypted', rootPasswordHash),
    ...sshKeyCommands('root', rootSshKeys),
    ...users.flatMap(userCommands),
    command('selinux', `--${selinux}`),
    ...serviceCommands(services),
    ...(kernelArguments.length > 0 ? [command('bootloader', `--append=${kernelArguments.join(' ')}`)] : []),
    install.then,
  ];
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

function userCommands({ name, groups, passwordHash, sshKeys }: UserSpec): string[] {
  const password = passwordHash === null ? ['--lock'] : [`--password=${passwordHash}`, '--iscrypted'];
  return [
    command('user', ...option('name', [name]), ...option('groups', groups), ...password),
    ...sshKeyCommands(name, sshKeys),
  ];
}

/** pykickstart warns of a key that is given twice. */
function sshKeyCommands(user: string, keys: readonly string[]): string[] {
  return [...new Set(keys)].map((key) => command('sshkey', ...option('username', [user]), key));
}

function serviceCommands({ enabled, disabled, required }: ImageSpec['system']['services']): string[] {
  const words = [
    ...option('enabled', uniqueUnits([...enabled, ...required])),
    ...option('disabled', disabled),
  ];
  return words.length === 0 ? [] : [command('services', ...words)];
}

function option(name: string, values: readonly string[]): string[] {
  return values.length === 0 ? [] : [`--${name}=${values.join(',')}`];
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
