import { t } from '../../base/language/texts.js';
import type { ConnectionSpec } from '../../config/image-spec.js';
import { joinPorts } from './join-ports.js';
import { type KickstartResult, optionList, optionText } from './kickstart-result.js';
import type { ParsedCommand } from './parse-command.js';
import { type GivenConnection, readConnections } from './read-connection.js';

/** `network` lines: the host name, the first plain device for the spec, and all others. */
export function applyNetwork(result: KickstartResult, commands: readonly ParsedCommand[]): void {
  const given: GivenConnection[] = [];
  for (const command of commands.filter(({ name }) => name === 'network')) {
    const hostname = optionText(command, '--hostname');
    if (hostname !== null) result.set('system.hostname', hostname, command);
    if ([...command.values.keys()].every((option) => option === '--hostname')) {
      if (hostname === null)
        result.addError(
          command,
          t`\`network\` says nothing.`,
          t`Write for example \`network --hostname=robot-1\`.`,
        );
      continue;
    }
    for (const one of readConnections(result, command) ?? []) {
      const before = given.find(({ connection }) => connection.name === one.connection.name)?.command;
      if (before === undefined) given.push(one);
      else {
        result.addError(
          command,
          t`The network device \`${one.connection.name}\` was given in ${before.file}:${before.line} already.`,
          t`Write one line for each device.`,
        );
      }
    }
  }
  let isSpecTaken = false;
  for (const { connection, command } of joinPorts(result, given)) {
    if (!isSpecTaken && isPlain(connection)) {
      isSpecTaken = true;
      giveNetwork(result, command, connection);
    } else result.add('system.network.connections', connection, command);
  }
}

/** Whether the spec has fields for all of it. */
function isPlain({ kind, mac, ipv4, ipv6, mtu, atBoot, controller }: ConnectionSpec): boolean {
  const both = [ipv4, ipv6];
  const isOff = ipv4.method === 'disabled';
  return (
    kind === 'ethernet' &&
    mac === null &&
    mtu === null &&
    controller === null &&
    atBoot &&
    both.every((family) => family.search.length === 0 && !family.ignoreAutoDns && !family.neverDefault) &&
    (ipv6.method === 'auto' || ipv6.method === 'manual') &&
    (isOff ? ipv6.method === 'manual' : true) &&
    // Of a device with an IPv6 address alone the spec says that it has no IPv4.
    !(ipv4.method === 'auto' && ipv6.method === 'manual') &&
    !(ipv4.gateway !== null && ipv6.gateway !== null)
  );
}

function giveNetwork(result: KickstartResult, command: ParsedCommand, connection: ConnectionSpec): void {
  const { ipv4, ipv6 } = connection;
  result.set('system.network.device', connection.interface, command);
  result.set('system.network.addresses', [...ipv4.addresses, ...ipv6.addresses], command);
  result.set('system.network.gateway', ipv4.gateway ?? ipv6.gateway, command);
  result.set('system.network.dns', [...optionList(command, '--nameserver')], command);
}
