import { familyOf, parseInterfaceAddress, prefixOfNetmask } from '../../spec/ip-address.js';
import type { ConnectionFamily } from './kickstart-system.js';
import type { ParsedCommand } from './parse-command.js';
import { has, listOf, type Said, textOf } from './said.js';

/** Name servers of a family that the device has not. */
export function unreachable(
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

export function readIpv4(said: Said, command: ParsedCommand): ConnectionFamily {
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
        'Add `--ip=ADDRESS --netmask=MASK`, or `--noipv4` for a device without IPv4.',
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

export function readIpv6(said: Said, command: ParsedCommand): ConnectionFamily {
  const value = textOf(command, '--ipv6');
  const gateway = textOf(command, '--ipv6gateway');
  const common = familyOptions(command, 'ipv6');
  if (has(command, '--noipv6')) {
    for (const option of ['--ipv6', '--ipv6gateway', '--ipv6-dns-search'].filter((one) => has(command, one)))
      said.wrong(command, `\`network ${option}\` contradicts \`--noipv6\`.`, 'Remove one of the two.');
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
  // Anaconda takes 64 where no prefix is given (pyanaconda/modules/network/nm_client.py).
  const address = value.includes('/') ? value : `${value}/64`;
  if (parseInterfaceAddress(address)?.family !== 'ipv6') {
    const remedy = 'Write `auto`, `dhcp`, or an address with its prefix: `--ipv6=fd00::10/64`.';
    said.wrong(command, `\`${value}\` is no IPv6 address.`, remedy);
  }
  return { ...common, method: 'manual', address, gateway: common.neverDefault ? null : gateway };
}

/** NetworkManager refuses a profile that says more of a family that is off. */
export const familyOff: ConnectionFamily = {
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
