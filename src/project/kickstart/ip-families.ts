import { t } from '../../base/language/texts.js';
import { automaticFamily } from '../../config/fields/connection.js';
import { familyOf, parseInterfaceAddress, prefixOfNetmask } from '../../config/fields/ip-address.js';
import type { ConnectionFamily } from '../../config/image-spec.js';
import { hasOption, type KickstartResult, optionList, optionText } from './kickstart-result.js';
import type { ParsedCommand } from './parse-command.js';

/** Name servers of a family that the device has not. */
export function unreachable(
  result: KickstartResult,
  command: ParsedCommand,
  families: Readonly<Record<'ipv4' | 'ipv6', ConnectionFamily>>,
): void {
  for (const server of optionList(command, '--nameserver')) {
    const family = familyOf(server);
    if (family === null || families[family].method !== 'disabled') continue;
    const shown = family === 'ipv4' ? 'IPv4' : 'IPv6';
    const remedy = hasOption(command, `--no${family}`)
      ? t`Remove it, or \`--no${family}\`.`
      : t`Remove it, or give the device an ${shown} address.`;
    result.addError(
      command,
      t`The name server \`${server}\` is one of ${shown}, which the device does not have.`,
      remedy,
    );
  }
}

export function readIpv4(result: KickstartResult, command: ParsedCommand): ConnectionFamily {
  const ip = optionText(command, '--ip');
  const netmask = optionText(command, '--netmask');
  const gateway = optionText(command, '--gateway');
  const bootproto = optionText(command, '--bootproto');
  const isOff = hasOption(command, '--noipv4');
  const common = familyOptions(command, 'ipv4');
  if (isOff) {
    for (const option of ['--ip', '--netmask', '--gateway', '--ipv4-dns-search'].filter((one) =>
      hasOption(command, one),
    ))
      result.addError(command, t`\`network ${option}\` contradicts \`--noipv4\`.`, t`Remove one of the two.`);
    return familyOff();
  }
  if (ip === null) {
    if (bootproto === 'static' && !hasOption(command, '--ipv6')) {
      result.addError(
        command,
        t`\`network --bootproto=static\` has no address.`,
        t`Add \`--ip=ADDRESS --netmask=MASK\`, or \`--noipv4\` for a device without IPv4.`,
      );
    }
    const idle = ['--netmask', '--gateway', ...(bootproto === 'static' ? ['--ipv4-dns-search'] : [])];
    for (const option of idle.filter((one) => hasOption(command, one)))
      result.addError(
        command,
        t`\`network ${option}\` means nothing without \`--ip\`.`,
        t`Add \`--ip=ADDRESS\`.`,
      );
    return bootproto === 'static' ? familyOff() : { ...common, method: 'auto' };
  }
  if (bootproto !== null && bootproto !== 'static') {
    result.addError(
      command,
      t`\`network --ip\` contradicts \`--bootproto=${bootproto}\`.`,
      t`Write \`--bootproto=static\`.`,
    );
  }
  if (familyOf(ip) !== 'ipv4') {
    result.addError(
      command,
      t`\`${ip}\` is not a valid IPv4 address.`,
      t`Write for example \`--ip=192.168.1.10\`.`,
    );
  }
  const prefix =
    netmask === null ? null : /^\d{1,2}$/.test(netmask) ? Number(netmask) : prefixOfNetmask(netmask);
  if (netmask === null)
    result.addError(command, t`\`network --ip\` has no netmask.`, t`Add \`--netmask=255.255.255.0\`.`);
  else if (prefix === null || prefix < 1 || prefix > 32) {
    result.addError(
      command,
      t`\`${netmask}\` is not a valid netmask.`,
      t`Write for example \`--netmask=255.255.255.0\`.`,
    );
  }
  if (gateway !== null && familyOf(gateway) !== 'ipv4') {
    result.addError(
      command,
      t`\`${gateway}\` is not a valid IPv4 address.`,
      t`Write for example \`--gateway=192.168.1.1\`.`,
    );
  }
  return {
    ...common,
    method: 'manual',
    addresses: [`${ip}/${prefix}`],
    gateway: common.neverDefault ? null : gateway,
  };
}

export function readIpv6(result: KickstartResult, command: ParsedCommand): ConnectionFamily {
  const value = optionText(command, '--ipv6');
  const gateway = optionText(command, '--ipv6gateway');
  const common = familyOptions(command, 'ipv6');
  if (hasOption(command, '--noipv6')) {
    for (const option of ['--ipv6', '--ipv6gateway', '--ipv6-dns-search'].filter((one) =>
      hasOption(command, one),
    ))
      result.addError(command, t`\`network ${option}\` contradicts \`--noipv6\`.`, t`Remove one of the two.`);
    return familyOff();
  }
  if (gateway !== null && familyOf(gateway) !== 'ipv6') {
    result.addError(
      command,
      t`\`${gateway}\` is not a valid IPv6 address.`,
      t`Write for example \`--ipv6gateway=fe80::1\`.`,
    );
  }
  if (value === null || value === 'auto' || value === 'dhcp') {
    if (gateway !== null) {
      result.addError(
        command,
        t`\`network --ipv6gateway\` means nothing without an address.`,
        t`Add \`--ipv6=ADDRESS/64\`.`,
      );
    }
    return { ...common, method: value === 'dhcp' ? 'dhcp' : 'auto' };
  }
  // Anaconda takes 64 where no prefix is given (pyanaconda/modules/network/nm_client.py).
  const address = value.includes('/') ? value : `${value}/64`;
  if (parseInterfaceAddress(address)?.family !== 'ipv6') {
    const remedy = t`Write \`auto\`, \`dhcp\`, or an address with its prefix: \`--ipv6=fd00::10/64\`.`;
    result.addError(command, t`\`${value}\` is not a valid IPv6 address.`, remedy);
  }
  return {
    ...common,
    method: 'manual',
    addresses: [address],
    gateway: common.neverDefault ? null : gateway,
  };
}

/** NetworkManager refuses a profile that says more of a family that is off. */
export function familyOff(): ConnectionFamily {
  return { ...automaticFamily(), method: 'disabled' };
}

function familyOptions(command: ParsedCommand, family: 'ipv4' | 'ipv6'): ConnectionFamily {
  const isIpv4 = family === 'ipv4';
  return {
    ...automaticFamily(),
    dns: optionList(command, '--nameserver').filter((server) => familyOf(server) === family),
    search: [...optionList(command, isIpv4 ? '--ipv4-dns-search' : '--ipv6-dns-search')],
    ignoreAutoDns: hasOption(command, '--nodns') || hasOption(command, `--${family}-ignore-auto-dns`),
    neverDefault: hasOption(command, '--nodefroute'),
  };
}
