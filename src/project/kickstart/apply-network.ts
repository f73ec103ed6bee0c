import { joinPorts } from './join-ports.js';
import type { KickstartConnection } from './kickstart-system.js';
import type { ParsedCommand } from './parse-command.js';
import { type GivenConnection, readConnections } from './read-connection.js';
import { listOf, type Said, textOf } from './said.js';

/** `network` lines: the host name, the first plain device for the spec, and all others. */
export function applyNetwork(said: Said, commands: readonly ParsedCommand[]): void {
  const given: GivenConnection[] = [];
  for (const command of commands.filter(({ name }) => name === 'network')) {
    const hostname = textOf(command, '--hostname');
    if (hostname !== null) said.give('system.hostname', hostname, command);
    if ([...command.values.keys()].every((option) => option === '--hostname')) {
      if (hostname === null)
        said.wrong(command, '`network` says nothing.', 'Write for example `network --hostname=robot-1`.');
      continue;
    }
    for (const one of readConnections(said, command) ?? []) {
      const before = given.find(({ connection }) => connection.name === one.connection.name)?.command;
      if (before === undefined) given.push(one);
      else {
        said.wrong(
          command,
          `The network device \`${one.connection.name}\` was given in ${before.file}:${before.line} already.`,
          'Write one line for each device.',
        );
      }
    }
  }
  let isSpecTaken = false;
  for (const { connection, command } of joinPorts(said, given)) {
    if (!isSpecTaken && isPlain(connection)) {
      isSpecTaken = true;
      giveNetwork(said, command, connection);
    } else said.system.connections.push(connection);
  }
}

/** Whether the spec has fields for all of it. */
function isPlain({ kind, mac, ipv4, ipv6, mtu, atBoot, controller }: KickstartConnection): boolean {
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
