import { t } from '../../base/language/texts.js';
import { connectionSpec } from '../../config/fields/connection.js';
import { networkDevicePattern as interfaceName } from '../../config/fields/field-types.js';
import { isSearchDomain } from '../../config/fields/host-name.js';
import { familyOf } from '../../config/fields/ip-address.js';
import type { ConnectionSpec } from '../../config/image-spec.js';
import { bondOptions, bridgeOptions } from './device-options.js';
import { familyOff, readIpv4, readIpv6, unreachable } from './ip-families.js';
import {
  fits,
  hasOption,
  type KickstartResult,
  optionList,
  optionNumber,
  optionText,
} from './kickstart-result.js';
import type { ParsedCommand } from './parse-command.js';

const macAddress = /^[0-9A-Fa-f]{2}(?::[0-9A-Fa-f]{2}){5}$/;
const domain = { test: isSearchDomain };

/** One profile of a `network` line. */
export interface GivenConnection {
  connection: ConnectionSpec;
  /** Interfaces that belong to it, where it is a bond or bridge. */
  ports: readonly string[];
  command: ParsedCommand;
}

/**
 * The profiles of a line that is about a device: one, or for a VLAN on a bond in one line two, of which the bond has no
 * addresses, as in Anaconda. Null where something in it is wrong.
 */
export function readConnections(result: KickstartResult, command: ParsedCommand): GivenConnection[] | null {
  const before = result.findings.length;
  const device = optionText(command, '--device') ?? 'link';
  const isAny = ['link', 'bootif'].includes(device);
  const isMac = macAddress.test(device);
  if (!isAny && !isMac && !interfaceName.test(device)) {
    const remedy = t`Write its name (\`eth0\`), its MAC address, or \`link\` for any wired one.`;
    result.addError(command, t`\`${device}\` is not a network device.`, remedy);
  }
  const name = interfaceName.test(device) && !isAny ? device : null;
  if (hasOption(command, '--bindto') && !isMac) {
    result.addError(
      command,
      t`\`network --bindto=mac\` needs the MAC address.`,
      t`Write it as \`--device\`.`,
    );
  }
  const kinds = ['--vlanid', '--bondslaves', '--bridgeslaves'].filter((option) => hasOption(command, option));
  const isBond = hasOption(command, '--bondslaves');
  const isBridge = hasOption(command, '--bridgeslaves');
  if (kinds.length > 1 && isBridge) {
    const remedy = isBond
      ? t`Write one line for the bond, and one for the bridge that it is a port of.`
      : t`Write one line for the bridge, and one for the VLAN on it.`;
    result.addError(
      command,
      t`\`network\` has ${kinds.reduce((one, other) => t`${one} and ${other}`)}.`,
      remedy,
    );
  }
  if (kinds.length > 0 && name === null) {
    result.addError(
      command,
      t`\`network ${kinds[0]}\` needs the name of its device.`,
      t`Add \`--device=NAME\`.`,
    );
  }
  for (const option of ['--bondslaves', '--bridgeslaves', '--interfacename'])
    fits(result, command, option, interfaceName, t`network interface`, 'eth0');
  for (const option of ['--ipv4-dns-search', '--ipv6-dns-search'])
    fits(result, command, option, domain, t`domain`, 'example.org');
  needs(result, command, '--bondopts', '--bondslaves');
  needs(result, command, '--bridgeopts', '--bridgeslaves');
  needs(result, command, '--interfacename', '--vlanid');
  const vlanid = optionNumber(command, '--vlanid');
  if (vlanid !== null && (vlanid < 1 || vlanid > 4094)) {
    result.addError(command, t`\`${vlanid}\` is not a valid VLAN id.`, t`VLANs are 1 to 4094.`);
  }
  const mtu = optionNumber(command, '--mtu');
  if (mtu !== null && (mtu < 68 || mtu > 65_535)) {
    result.addError(command, t`\`${mtu}\` is not a valid MTU.`, t`Write for example \`--mtu=1500\`.`);
  }
  const nameserver = optionList(command, '--nameserver');
  for (const server of nameserver.filter((one) => familyOf(one) === null)) {
    result.addError(
      command,
      t`The name server \`${server}\` is not a valid IP address.`,
      t`Write for example \`9.9.9.9\`.`,
    );
  }
  const ipv4 = readIpv4(result, command);
  const ipv6 = readIpv6(result, command);
  unreachable(result, command, { ipv4, ipv6 });
  const words = isBond ? bondOptions(result, command) : isBridge ? bridgeOptions(result, command) : {};
  const options = Object.entries(words).map(([option, value]) => `${option}=${value}`);
  const vlan = vlanid === null ? null : { parent: name ?? '', id: vlanid };
  const ownName =
    vlan === null ? name : (optionText(command, '--interfacename') ?? `${vlan.parent}.${vlan.id}`);
  if (vlan !== null && name !== null && !interfaceName.test(ownName ?? '')) {
    result.addError(
      command,
      t`\`${ownName}\` has more than the 15 characters of a network interface.`,
      t`Add \`--interfacename=vlan${vlan.id}\`.`,
    );
  }
  if (result.findings.length > before) return null;
  const bond: GivenConnection = {
    connection: connectionSpec({
      ...{ name: name ?? '', kind: 'bond', interface: name, atBoot: isAtBoot(command) },
      ...{ ipv4: familyOff(), ipv6: familyOff(), mtu, options },
    }),
    ports: optionList(command, '--bondslaves'),
    command,
  };
  const own: GivenConnection = {
    connection: connectionSpec({
      name: ownName ?? (isMac ? device.replaceAll(':', '').toLowerCase() : 'any'),
      kind: vlan !== null ? 'vlan' : isBond ? 'bond' : isBridge ? 'bridge' : 'ethernet',
      interface: ownName,
      atBoot: isAtBoot(command),
      mac: isMac ? device.toUpperCase() : null,
      ipv4,
      ipv6,
      mtu,
      vlan,
      options: vlan === null ? options : [],
    }),
    ports:
      vlan === null ? [...optionList(command, '--bondslaves'), ...optionList(command, '--bridgeslaves')] : [],
    command,
  };
  return vlan !== null && isBond ? [bond, own] : [own];
}

function isAtBoot(command: ParsedCommand): boolean {
  return !/^(off|no|false|0)$/i.test(optionText(command, '--onboot') ?? 'yes');
}

function needs(result: KickstartResult, command: ParsedCommand, option: string, other: string): void {
  if (hasOption(command, option) && !hasOption(command, other))
    result.addError(
      command,
      t`\`network ${option}\` means nothing without \`${other}\`.`,
      t`Add \`${other}\`.`,
    );
}
