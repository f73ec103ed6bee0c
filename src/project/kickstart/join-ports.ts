import { t } from '../../base/language/texts.js';
import { connectionSpec } from '../../config/fields/connection.js';
import type { ConnectionSpec } from '../../config/image-spec.js';
import { placeText } from './finding-at.js';
import { familyOff } from './ip-families.js';
import { hasOption, type KickstartResult, optionText } from './kickstart-result.js';
import type { GivenConnection } from './read-connection.js';

/**
 * Gives every port of a bond or bridge one profile, and no second one: a line of its own for a port says that it has no
 * addresses, and at most its MTU besides. A bond, bridge or VLAN that is a port keeps its profile, which names the
 * bridge.
 */
export function joinPorts(result: KickstartResult, given: readonly GivenConnection[]): GivenConnection[] {
  const controllers = new Map<string, GivenConnection>();
  for (const holder of given) {
    for (const port of holder.ports) {
      const other = port === holder.connection.name ? holder : controllers.get(port);
      if (other === undefined) controllers.set(port, holder);
      else {
        const message =
          port === holder.connection.name
            ? t`\`${port}\` cannot be a port of itself.`
            : t`\`${port}\` is a port of \`${other.connection.name}\` (${placeText(other.command)}) already.`;
        result.addError(
          holder.command,
          message,
          t`An interface is a port of one device: name it there, once.`,
        );
      }
    }
  }
  const lineOf = (port: string) => given.find(({ connection }) => connection.interface === port);
  return given.flatMap((one) => {
    const holder = controllers.get(one.connection.interface ?? '');
    const isEthernet = one.connection.kind === 'ethernet';
    if (holder !== undefined) checkPort(result, one, holder);
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

function checkPort(
  result: KickstartResult,
  { connection, command }: GivenConnection,
  holder: GivenConnection,
): void {
  const asked = addressOptions.filter((option) => hasOption(command, option));
  const bootproto = optionText(command, '--bootproto');
  const wantsDhcp =
    connection.kind === 'ethernet' &&
    connection.ipv4.method === 'auto' &&
    bootproto !== null &&
    connection.atBoot;
  if (wantsDhcp) asked.push(`--bootproto=${bootproto}`);
  if (asked.length === 0) return;
  const { name } = holder.connection;
  result.addError(
    command,
    t`\`network ${asked[0]}\` asks for an address, and \`${connection.name}\` is a port of \`${name}\` (${placeText(holder.command)}), which has the address for all its ports.`,
    t`Write \`--noipv4 --noipv6\` here, or remove the line; addresses belong to \`${name}\`.`,
  );
}

function asPort(connection: ConnectionSpec, holder: GivenConnection): ConnectionSpec {
  return {
    ...connection,
    ipv4: familyOff(),
    ipv6: familyOff(),
    controller: holder.connection.interface,
  };
}

/** As in Anaconda the device that it belongs to decides whether it is up at boot. */
function portOf(port: string, holder: GivenConnection, line: ConnectionSpec | undefined): GivenConnection {
  const { name, atBoot } = holder.connection;
  const plain = connectionSpec({
    ...{ name: `${name}-${port}`, interface: port },
    ...{ mtu: line?.mtu ?? null, atBoot },
  });
  return { connection: asPort(plain, holder), ports: [], command: holder.command };
}
