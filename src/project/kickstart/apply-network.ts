import { familyOf, parseInterfaceAddress, prefixOfNetmask } from '../../spec/ip-address.js';
import { bondOptions, bridgeOptions } from './device-options.js';
import type { ConnectionFamily, KickstartConnection } from './kickstart-system.js';
import type { ParsedCommand } from './parse-command.js';
import { fits, has, listOf, numberOf, type Said, textOf } from './said.js';

const interfaceName = /^(?!(?:all|default)$)[A-Za-z0-9][A-Za-z0-9_.@-]{0,14}$/;
const macAddress = /^[0-9A-Fa-f]{2}(?::[0-9A-Fa-f]{2}){5}$/;
const domain = /^[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?$/;

/** `network` lines: the host name, the first plain device for the spec, and all others. */
export function applyNetwork(said: Said, commands: readonly ParsedCommand[]): void {
  let isSpecTaken = false;
  const names = new Map<string, ParsedCommand>();
  for (const command of commands.filter(({ name }) => name === 'network')) {
    const hostname = textOf(command, '--hostname');
    if (hostname !== null) said.give('system.hostname', hostname, command);
    if ([...command.values.keys()].every((option) => option === '--hostname')) {
      if (hostname === null)
        said.wrong(command, '`network` says nothing.', 'Write for example `network --hostname=robot-1`.');
      continue;
    }
    const connection = readConnection(said, command);
    if (connection === null) continue;
    const before = names.get(connection.name);
    if (before !== undefined) {
      said.wrong(
        command,
        `The network device \`${connection.name}\` was given in ${before.file}:${before.line} already.`,
        'Write one line for each device.',
      );
      continue;
    }
    names.set(connection.name, command);
    if (!isSpecTaken && isPlain(connection)) {
      isSpecTaken = true;
      giveNetwork(said, command, connection);
    } else said.system.connections.push(connection);
  }
}

/** Whether the spec has fields for all of it. */
function isPlain({ kind, mac, ipv4, ipv6, mtu, atBoot }: KickstartConnection): boolean {
  const both = [ipv4, ipv6];
  const isOff = ipv4.method === 'disabled';
  return (
    kind === 'ethernet' &&
    mac === null &&
    mtu === null &&
    atBoot &&
    both.every((family) => family.search.length === 0 && !family.ignoreAutoDns && !family.neverDefault) &&
    (ipv6.method === 'auto' || ipv6.method === 'manual') &&
    (isOff ? ipv6.method === 'manual' : true) &&
    // Of a device with an IPv6 address alone the spec says that it has no IPv4.
    !(ipv4.method === 'auto' && ipv6.method === 'manual') &&
    !(ipv4.gateway !== null && ipv6.gateway !== null)
  );
}

function giveNetwork(said: Said, command: ParsedCommand, connection: KickstartConnection): void {
  const { ipv4, ipv6 } = connection;
  said.give('system.network.device', connection.interfaceName, command);
  said.give(
    'system.network.addresses',
    [ipv4.address, ipv6.address].filter((one) => one !== null),
    command,
  );
  said.give('system.network.gateway', ipv4.gateway ?? ipv6.gateway, command);
  said.give('system.network.dns', [...listOf(command, '--nameserver')], command);
}

function readConnection(said: Said, command: ParsedCommand): KickstartConnection | null {
  const before = said.findings.length;
  const device = textOf(command, '--device') ?? 'link';
  const isAny = ['link', 'bootif'].includes(device);
  const isMac = macAddress.test(device);
  if (!isAny && !isMac && !interfaceName.test(device)) {
    const remedy = 'Write its name (`eth0`), its MAC address, or `link` for any wired one.';
    said.wrong(command, `\`${device}\` is no network device.`, remedy);
  }
  const name = interfaceName.test(device) && !isAny ? device : null;
  if (has(command, '--bindto') && !isMac) {
    said.wrong(command, '`network --bindto=mac` needs the MAC address.', 'Write it as `--device`.');
  }
  const kinds = ['--vlanid', '--bondslaves', '--bridgeslaves'].filter((option) => has(command, option));
  if (kinds.length > 1) {
    const remedy = 'Write one line for the bond or bridge, and one for the VLAN on it.';
    said.wrong(command, `\`network\` has ${kinds.join(' and ')}.`, remedy);
  }
  if (kinds.length > 0 && name === null) {
    said.wrong(command, `\`network ${kinds[0]}\` needs the name of its device.`, 'Add `--device=NAME`.');
  }
  for (const option of ['--bondslaves', '--bridgeslaves', '--interfacename'])
    fits(said, command, option, interfaceName, 'network interface', 'eth0');
  for (const option of ['--ipv4-dns-search', '--ipv6-dns-search'])
    fits(said, command, option, domain, 'domain', 'example.org');
  needs(said, command, '--bondopts', '--bondslaves');
  needs(said, command, '--bridgeopts', '--bridgeslaves');
  needs(said, command, '--interfacename', '--vlanid');
  const vlanid = numberOf(command, '--vlanid');
  if (vlanid !== null && (vlanid < 1 || vlanid > 4094)) {
    said.wrong(command, `\`${vlanid}\` is no VLAN.`, 'VLANs are 1 to 4094.');
  }
  const mtu = numberOf(command, '--mtu');
  if (mtu !== null && (mtu < 68 || mtu > 65_536)) {
    said.wrong(command, `\`${mtu}\` is no MTU.`, 'Write for example `--mtu=1500`.');
  }
  const nameserver = listOf(command, '--nameserver');
  for (const server of nameserver.filter((one) => familyOf(one) === null)) {
    said.wrong(command, `The name server \`${server}\` is no IP address.`, 'Write for example `9.9.9.9`.');
  }
  const ipv4 = readIpv4(said, command);
  const ipv6 = readIpv6(said, command);
  unreachable(said, command, { ipv4, ipv6 });
  const isBond = has(command, '--bondslaves');
  const isBridge = has(command, '--bridgeslaves');
  const options = isBond ? bondOptions(said, command) : isBridge ? bridgeOptions(said, command) : {};
  const vlan = vlanid === null ? null : { parent: name ?? '', id: vlanid };
  const ownName = vlan === null ? name : (textOf(command, '--interfacename') ?? `${vlan.parent}.${vlan.id}`);
  if (said.findings.length > before) return null;
  return {
    name: ownName ?? (isMac ? device.replaceAll(':', '').toLowerCase() : 'any'),
    kind: vlan !== null ? 'vlan' : isBond ? 'bond' : isBridge ? 'bridge' : 'ethernet',
    interfaceName: ownName,
    mac: isMac ? device.toUpperCase() : null,
    ipv4,
    ipv6,
    mtu,
    atBoot: !/^(off|no|false|0)$/i.test(textOf(command, '--onboot') ?? 'yes'),
    vlan,
    options,
    ports: [...listOf(command, '--bondslaves'), ...listOf(command, '--bridgeslaves')],
    place: { file: command.file, line: command.line },
  };
}

function needs(said: Said, command: ParsedCommand, option: string, other: string): void {
  if (has(command, option) && !has(command, other))
    said.wrong(command, `\`network ${option}\` means nothing without \`${other}\`.`, `Add \`${other}\`.`);
}

/** Name servers of a family that the device has not. */
function unreachable(
  said: Said,
  command: ParsedCommand,
  families: Readonly<Record<'ipv4' | 'ipv6', ConnectionFamily>>,
): void {
  for (const server of listOf(command, '--nameserver')) {
    const family = familyOf(server);
    if (family === null || families[family].method !== 'disabled') continue;
    const shown = family === 'ipv4' ? 'IPv4' : 'IPv6';
    const remedy = has(command, `--no${family}`)
      ? `Remove it, or \`--no${family}\`.`
      : `Remove it, or give the device an ${shown} address.`;
    said.wrong(
      command,
      `The name server \`${server}\` is one of ${shown}, which the device does not have.`,
      remedy,
    );
  }
}

function readIpv4(said: Said, command: ParsedCommand): ConnectionFamily {
  const ip = textOf(command, '--ip');
  const netmask = textOf(command, '--netmask');
  const gateway = textOf(command, '--gateway');
  const bootproto = textOf(command, '--bootproto');
  const isOff = has(command, '--noipv4');
  const common = familyOptions(command, 'ipv4');
  if (isOff) {
    for (const option of ['--ip', '--netmask', '--gateway', '--ipv4-dns-search'].filter((one) =>
      has(command, one),
    ))
      said.wrong(command, `\`network ${option}\` contradicts \`--noipv4\`.`, 'Remove one of the two.');
    return familyOff;
  }
  if (ip === null) {
    if (bootproto === 'static' && !has(command, '--ipv6')) {
      said.wrong(
        command,
        '`network --bootproto=static` has no address.',
        'Add `--ip=ADDRESS --netmask=MASK`.',
      );
    }
    const idle = ['--netmask', '--gateway', ...(bootproto === 'static' ? ['--ipv4-dns-search'] : [])];
    for (const option of idle.filter((one) => has(command, one)))
      said.wrong(command, `\`network ${option}\` means nothing without \`--ip\`.`, 'Add `--ip=ADDRESS`.');
    return bootproto === 'static' ? familyOff : { ...common, method: 'auto', address: null, gateway: null };
  }
  if (bootproto !== null && bootproto !== 'static') {
    said.wrong(
      command,
      `\`network --ip\` contradicts \`--bootproto=${bootproto}\`.`,
      'Write `--bootproto=static`.',
    );
  }
  if (familyOf(ip) !== 'ipv4') {
    said.wrong(command, `\`${ip}\` is no IPv4 address.`, 'Write for example `--ip=192.168.1.10`.');
  }
  const prefix =
    netmask === null ? null : /^\d{1,2}$/.test(netmask) ? Number(netmask) : prefixOfNetmask(netmask);
  if (netmask === null)
    said.wrong(command, '`network --ip` has no netmask.', 'Add `--netmask=255.255.255.0`.');
  else if (prefix === null || prefix < 1 || prefix > 32) {
    said.wrong(command, `\`${netmask}\` is no netmask.`, 'Write for example `--netmask=255.255.255.0`.');
  }
  if (gateway !== null && familyOf(gateway) !== 'ipv4') {
    said.wrong(command, `\`${gateway}\` is no IPv4 address.`, 'Write for example `--gateway=192.168.1.1`.');
  }
  return {
    ...common,
    method: 'manual',
    address: `${ip}/${prefix}`,
    gateway: common.neverDefault ? null : gateway,
  };
}

function readIpv6(said: Said, command: ParsedCommand): ConnectionFamily {
  const value = textOf(command, '--ipv6');
  const gateway = textOf(command, '--ipv6gateway');
  const common = familyOptions(command, 'ipv6');
  if (has(command, '--noipv6')) {
    for (const option of ['--ipv6', '--ipv6gateway', '--ipv6-dns-search'].filter((one) => has(command, one)))
      said.wrong(command, `\`network ${option}\` contradicts \`--noipv6\`.`, 'Remove one of the two.');
    if (has(command, '--noipv4')) {
      said.wrong(command, '`network` has neither IPv4 nor IPv6.', 'Remove `--noipv4` or `--noipv6`.');
    }
    return familyOff;
  }
  if (gateway !== null && familyOf(gateway) !== 'ipv6') {
    said.wrong(command, `\`${gateway}\` is no IPv6 address.`, 'Write for example `--ipv6gateway=fe80::1`.');
  }
  if (value === null || value === 'auto' || value === 'dhcp') {
    if (gateway !== null) {
      said.wrong(
        command,
        '`network --ipv6gateway` means nothing without an address.',
        'Add `--ipv6=ADDRESS/64`.',
      );
    }
    return { ...common, method: value === 'dhcp' ? 'dhcp' : 'auto', address: null, gateway: null };
  }
  if (parseInterfaceAddress(value)?.family !== 'ipv6') {
    const remedy = 'Write `auto`, `dhcp`, or an address with its prefix: `--ipv6=fd00::10/64`.';
    said.wrong(command, `\`${value}\` is no IPv6 address with the length of its prefix.`, remedy);
  }
  return { ...common, method: 'manual', address: value, gateway: common.neverDefault ? null : gateway };
}

/** NetworkManager refuses a profile that says more of a family that is off. */
const familyOff: ConnectionFamily = {
  method: 'disabled',
  address: null,
  gateway: null,
  dns: [],
  search: [],
  ignoreAutoDns: false,
  neverDefault: false,
};

function familyOptions(command: ParsedCommand, family: 'ipv4' | 'ipv6') {
  const isIpv4 = family === 'ipv4';
  return {
    dns: listOf(command, '--nameserver').filter((server) => familyOf(server) === family),
    search: [...listOf(command, isIpv4 ? '--ipv4-dns-search' : '--ipv6-dns-search')],
    ignoreAutoDns: has(command, '--nodns') || has(command, `--${family}-ignore-auto-dns`),
    neverDefault: has(command, '--nodefroute'),
  };
}
