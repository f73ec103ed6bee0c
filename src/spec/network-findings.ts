import { duplicateObjects } from './duplicates.js';
import { errorAt, type Finding, type Fix } from './finding.js';
import { listFix, valueFix } from './fix.js';
import type { ImageSpec, NetworkSpec } from './image-spec.js';
import {
  canonicalIp,
  familyOf,
  type InterfaceAddress,
  interfaceAddresses,
  ipv4Beside,
  isInNetwork,
  isLinkLocal,
  movedInto,
  networkEdges,
  parseInterfaceAddress,
} from './ip-address.js';

const field = 'system.network';

/** What is wrong with addresses, gateway and name servers together; NetworkManager would refuse the whole profile for most of it. */
export function networkFindings({ system: { network } }: ImageSpec): Finding[] {
  return [
    ...duplicateObjects(`${field}.addresses`, network.addresses, ipOf, 'address'),
    ...network.addresses.flatMap((_, index) => edgeFindings(network, index)),
    ...gatewayFindings(network),
    ...duplicateObjects(`${field}.dns`, network.dns, canonicalIp, 'name server'),
    ...unreachableDns(network),
  ];
}

function edgeFindings(network: NetworkSpec, index: number): Finding[] {
  const text = network.addresses[index] as string;
  const address = parseInterfaceAddress(text);
  const edges = address === null ? null : networkEdges(address);
  if (address === null || edges === null || !edges.includes(address.ip)) return [];
  const isFirst = address.ip === edges[0];
  const better = firstFree(address.ip, isFirst ? 1 : -1, network);
  return [
    errorAt(
      `${field}.addresses[${index}]`,
      `\`${text}\` is the ${isFirst ? 'address of the network itself' : "network's broadcast address"}.`,
      `Give one of \`${ipv4Beside(edges[0], 1)}/${address.prefix}\` to \`${ipv4Beside(edges[1], -1)}/${address.prefix}\`.`,
      better === null || !isInside(better, address)
        ? undefined
        : listFix(
            `${field}.addresses`,
            network.addresses.map((other, at) => (at === index ? `${better}/${address.prefix}` : other)),
          ),
    ),
  ];
}

function gatewayFindings(network: NetworkSpec): Finding[] {
  const { gateway, addresses } = network;
  if (gateway === null || familyOf(gateway) === null) return [];
  const known = interfaceAddresses(addresses);
  const at = (message: string, remedy: string, fix?: Fix) => [
    errorAt(`${field}.gateway`, message, remedy, fix),
  ];
  if (addresses.length === 0) {
    return at(
      `The gateway \`${gateway}\` would have no effect without a static address.`,
      'Give an address (`--address`), or leave the gateway out.',
      { path: `${field}.gateway`, value: null, text: 'none' },
    );
  }
  // What is said of the address that cannot be read comes first.
  if (known.length < addresses.length) return [];
  if (known.some(({ ip }) => canonicalIp(ip) === canonicalIp(gateway))) {
    return at(
      `The gateway \`${gateway}\` is an address of the device itself.`,
      'Give the address of the router.',
    );
  }
  const family = familyOf(gateway);
  const onLink = isLinkLocal(gateway) && known.some((address) => address.family === family);
  if (onLink || known.some((address) => isInNetwork(gateway, address))) return [];
  const better = nearestGateway(gateway, known);
  return at(
    `The gateway \`${gateway}\` lies in no network of the device's addresses.`,
    `Give one in the network of ${addresses.map((address) => `\`${address}\``).join(' or ')}.`,
    better === null ? undefined : valueFix(`${field}.gateway`, better),
  );
}

/** The same number in the network of an address. */
function nearestGateway(gateway: string, addresses: readonly InterfaceAddress[]): string | null {
  for (const address of addresses) {
    const moved = movedInto(gateway, address);
    if (moved !== null && isInside(moved, address) && addresses.every(({ ip }) => ip !== moved)) return moved;
  }
  return null;
}

/** With addresses of IPv6 alone the device has no IPv4. */
function unreachableDns({ addresses, dns }: NetworkSpec): Finding[] {
  const known = interfaceAddresses(addresses);
  if (known.length === 0 || known.length < addresses.length) return [];
  if (known.some(({ family }) => family === 'ipv4')) return [];
  return dns.flatMap((server, index) =>
    familyOf(server) === 'ipv4'
      ? [
          errorAt(
            `${field}.dns[${index}]`,
            `The name server \`${server}\` cannot be reached: all static addresses are IPv6.`,
            'Give one with an IPv6 address, or the device an IPv4 address too.',
            listFix(
              `${field}.dns`,
              dns.filter((other) => familyOf(other) !== 'ipv4'),
            ),
          ),
        ]
      : [],
  );
}

/** The next IPv4 address in a direction that neither the gateway nor another address has. */
function firstFree(ip: string, step: 1 | -1, { addresses, gateway }: NetworkSpec): string | null {
  const taken = new Set([...addresses.map(ipOf), gateway]);
  for (let steps = 1; steps <= taken.size + 1; steps++) {
    const candidate = ipv4Beside(ip, step * steps);
    if (!taken.has(candidate)) return candidate;
  }
  return null;
}

/** Whether an IPv4 address may be an interface's in that network. */
function isInside(ip: string, address: InterfaceAddress): boolean {
  return isInNetwork(ip, address) && networkEdges(address)?.includes(ip) !== true;
}

function ipOf(address: string): string {
  return canonicalIp(address.replace(/\/.*$/, ''));
}

/** Whether the spec asks for more than NetworkManager does by itself, which is every wired interface automatically. */
export function needsProfile({ device, addresses, gateway, dns }: NetworkSpec): boolean {
  return device !== null || gateway !== null || addresses.length > 0 || dns.length > 0;
}
