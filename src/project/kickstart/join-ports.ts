import { placeText } from './finding-at.js';
import { familyOff } from './ip-families.js';
import type { KickstartConnection } from './kickstart-system.js';
import type { GivenConnection } from './read-connection.js';
import { has, type Said, textOf } from './said.js';

/**
 * Gives every port of a bond or bridge one profile, and no second one: a line of its own for a port says that it has no
 * addresses, and at most its MTU besides. A bond, bridge or VLAN that is a port keeps its profile, which names the
 * bridge.
 */
export function joinPorts(said: Said, given: readonly GivenConnection[]): GivenConnection[] {
  const controllers = new Map<string, GivenConnection>();
  for (const holder of given) {
    for (const port of holder.ports) {
      const other = port === holder.connection.name ? holder : controllers.get(port);
      if (other === undefined) controllers.set(port, holder);
      else {
        const before = `a port of \`${other.connection.name}\` (${placeText(other.command)}) already`;
        const message = `\`${port}\` ${port === holder.connection.name ? 'cannot be a port of itself' : `is ${before}`}.`;
        said.wrong(holder.command, message, 'An interface is a port of one device: name it there, once.');
      }
    }
  }
  const lineOf = (port: string) => given.find(({ connection }) => connection.interfaceName === port);
  return given.flatMap((one) => {
    const holder = controllers.get(one.connection.interfaceName ?? '');
    const isEthernet = one.connection.kind === 'ethernet';
    if (holder !== undefined) checkPort(said, one, holder);
    // The profile of the port comes with that of the device that it belongs to.
    if (holder !== undefined && isEthernet) return [];
    const own = holder === undefined ? one : { ...one, connection: asPort(one.connection, holder) };
    const ports = one.ports.filter((port) => {
      const line = lineOf(port);
      return controllers.get(port) === one && (line === undefined || line.connection.kind === 'ethernet');
    });
    return [own, ...ports.map((port) => portOf(port, one, lineOf(port)?.connection))];
  });
}

/** What asks for an address that a port cannot have. */
const addressOptions = ['--ip', '--gateway', '--ipv6', '--ipv6gateway', '--nameserver'];

function checkPort(said: Said, { connection, command }: GivenConnection, holder: GivenConnection): void {
  const asked = addressOptions.filter((option) => has(command, option));
  const bootproto = textOf(command, '--bootproto');
  const wantsDhcp =
    connection.kind === 'ethernet' &&
    connection.ipv4.method === 'auto' &&
    bootproto !== null &&
    connection.atBoot;
  if (wantsDhcp) asked.push(`--bootproto=${bootproto}`);
  if (asked.length === 0) return;
  const { name } = holder.connection;
  said.wrong(
    command,
    `\`network ${asked[0]}\` asks for an address, and \`${connection.name}\` is a port of \`${name}\` (${placeText(holder.command)}), which has the address for all its ports.`,
    `Write \`--noipv4 --noipv6\` here, or remove the line; addresses belong to \`${name}\`.`,
  );
}

function asPort(connection: KickstartConnection, holder: GivenConnection): KickstartConnection {
  const { name, kind } = holder.connection;
  return {
    ...connection,
    ipv4: familyOff,
    ipv6: familyOff,
    controller: { name, kind: kind === 'bond' ? 'bond' : 'bridge' },
  };
}

/** As in Anaconda the device that it belongs to decides whether it is up at boot. */
function portOf(
  port: string,
  holder: GivenConnection,
  line: KickstartConnection | undefined,
): GivenConnection {
  const { name, atBoot, place } = holder.connection;
  const plain: KickstartConnection = {
    name: `${name}-${port}`,
    kind: 'ethernet',
    interfaceName: port,
    ...{ mac: null, ipv4: familyOff, ipv6: familyOff, vlan: null, options: {}, controller: null },
    mtu: line?.mtu ?? null,
    atBoot,
    place,
  };
  return { connection: asPort(plain, holder), ports: [], command: holder.command };
}
