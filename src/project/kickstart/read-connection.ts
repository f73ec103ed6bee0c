import { isSearchDomain } from '../../spec/host-name.js';
import { familyOf } from '../../spec/ip-address.js';
import { networkDevicePattern as interfaceName } from '../../spec/shapes.js';
import { bondOptions, bridgeOptions } from './device-options.js';
import { familyOff, readIpv4, readIpv6, unreachable } from './ip-families.js';
import type { KickstartConnection } from './kickstart-system.js';
import type { ParsedCommand } from './parse-command.js';
import { fits, has, listOf, numberOf, type Said, textOf } from './said.js';

const macAddress = /^[0-9A-Fa-f]{2}(?::[0-9A-Fa-f]{2}){5}$/;
const domain = { test: isSearchDomain };

/** One profile of a `network` line. */
export interface GivenConnection {
  connection: KickstartConnection;
  /** Interfaces that belong to it, where it is a bond or bridge. */
  ports: readonly string[];
  command: ParsedCommand;
}

/**
 * The profiles of a line that is about a device: one, or for a VLAN on a bond in one line two, of which the bond has no
 * addresses, as in Anaconda. Null where something in it is wrong.
 */
export function readConnections(said: Said, command: ParsedCommand): GivenConnection[] | null {
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
  const isBond = has(command, '--bondslaves');
  const isBridge = has(command, '--bridgeslaves');
  if (kinds.length > 1 && isBridge) {
    const remedy = isBond
      ? 'Write one line for the bond, and one for the bridge that it is a port of.'
      : 'Write one line for the bridge, and one for the VLAN on it.';
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
  if (mtu !== null && (mtu < 68 || mtu > 65_535)) {
    said.wrong(command, `\`${mtu}\` is no MTU.`, 'Write for example `--mtu=1500`.');
  }
  const nameserver = listOf(command, '--nameserver');
  for (const server of nameserver.filter((one) => familyOf(one) === null)) {
    said.wrong(command, `The name server \`${server}\` is no IP address.`, 'Write for example `9.9.9.9`.');
  }
  const ipv4 = readIpv4(said, command);
  const ipv6 = readIpv6(said, command);
  unreachable(said, command, { ipv4, ipv6 });
  const options = isBond ? bondOptions(said, command) : isBridge ? bridgeOptions(said, command) : {};
  const vlan = vlanid === null ? null : { parent: name ?? '', id: vlanid };
  const ownName = vlan === null ? name : (textOf(command, '--interfacename') ?? `${vlan.parent}.${vlan.id}`);
  if (vlan !== null && name !== null && !interfaceName.test(ownName ?? '')) {
    said.wrong(
      command,
      `\`${ownName}\` has more than the 15 characters of a network interface.`,
      `Add \`--interfacename=vlan${vlan.id}\`.`,
    );
  }
  if (said.findings.length > before) return null;
  const bond: GivenConnection = {
    connection: {
      ...common(command),
      name: name ?? '',
      kind: 'bond',
      interfaceName: name,
      ...{ mac: null, ipv4: familyOff, ipv6: familyOff, mtu, vlan: null, options },
    },
    ports: listOf(command, '--bondslaves'),
    command,
  };
  const own: GivenConnection = {
    connection: {
      ...common(command),
      name: ownName ?? (isMac ? device.replaceAll(':', '').toLowerCase() : 'any'),
      kind: vlan !== null ? 'vlan' : isBond ? 'bond' : isBridge ? 'bridge' : 'ethernet',
      interfaceName: ownName,
      mac: isMac ? device.toUpperCase() : null,
      ipv4,
      ipv6,
      mtu,
      vlan,
      options: vlan === null ? options : {},
    },
    ports: vlan === null ? [...listOf(command, '--bondslaves'), ...listOf(command, '--bridgeslaves')] : [],
    command,
  };
  return vlan !== null && isBond ? [bond, own] : [own];
}

function common(command: ParsedCommand) {
  return {
    atBoot: !/^(off|no|false|0)$/i.test(textOf(command, '--onboot') ?? 'yes'),
    controller: null,
    place: { file: command.file, line: command.line },
  };
}

function needs(said: Said, command: ParsedCommand, option: string, other: string): void {
  if (has(command, option) && !has(command, other))
    said.wrong(command, `\`network ${option}\` means nothing without \`${other}\`.`, `Add \`${other}\`.`);
}
