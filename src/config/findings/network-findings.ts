import { errorAt, type Finding, type Fix, findingsFor } from '../../base/finding.js';
import { later, oneOf, t } from '../../base/language/texts.js';
import { textBefore } from '../../base/text/ends.js';
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
} from '../fields/ip-address.js';
import type { ImageSpec, NetworkSpec } from '../image-spec.js';
import { duplicateObjects } from './duplicates.js';
import { listFix, valueFix } from './fix.js';

const field = 'system.network';

/** What is wrong with addresses, gateway and name servers together; NetworkManager would refuse the whole profile for most of it. */
export function networkFindings({ system: { network } }: ImageSpec): Finding[] {
  return [
    ...duplicateObjects(`${field}.addresses`, network.addresses, ipOf, later`address`),
    ...edgeFindings(network),
    ...gatewayFindings(network),
    ...duplicateObjects(`${field}.dns`, network.dns, canonicalIp, later`name server`),
    ...unreachableDns(network),
  ];
}

function edgeFindings(network: NetworkSpec): Finding[] {
  const atEdges = network.addresses.flatMap((text, index) => {
    const address = parseInterfaceAddress(text);
    const edges = address === null ? null : networkEdges(address);
    return address === null || edges?.includes(address.ip) !== true ? [] : [{ text, index, address, edges }];
  });
  return findingsFor(atEdges, ({ text, index, address, edges }) => {
    const isFirst = address.ip === edges[0];
    const better = firstFree(address.ip, isFirst ? 1 : -1, network);
    return errorAt(
      `${field}.addresses[${index}]`,
      isFirst
        ? t`\`${text}\` is the address of the network itself.`
        : t`\`${text}\` is the network's broadcast address.`,
      t`Give one of \`${ipv4Beside(edges[0], 1)}/${address.prefix}\` to \`${ipv4Beside(edges[1], -1)}/${address.prefix}\`.`,
      better === null || !isInside(better, address)
        ? undefined
        : listFix(
            `${field}.addresses`,
            network.addresses.map((other, at) => (at === index ? `${better}/${address.prefix}` : other)),
          ),
    );
  });
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
      t`The gateway \`${gateway}\` would have no effect without a static address.`,
      t`Give an address (\`--address\`), or leave the gateway out.`,
      { path: `${field}.gateway`, value: null, text: 'none' },
    );
  }
  // What is said of the address that cannot be read comes first.
  if (known.length < addresses.length) return [];
  if (known.some(({ ip }) => canonicalIp(ip) === canonicalIp(gateway))) {
    return at(
      t`The gateway \`${gateway}\` is an address of the device itself.`,
      t`Give the address of the router.`,
    );
  }
  const family = familyOf(gateway);
  const onLink = isLinkLocal(gateway) && known.some((address) => address.family === family);
  if (onLink || known.some((address) => isInNetwork(gateway, address))) return [];
  const better = nearestGateway(gateway, known);
  return at(
    t`The gateway \`${gateway}\` lies in no network of the device's addresses.`,
    t`Give one in the network of ${oneOf(addresses.map((address) => `\`${address}\``))}.`,
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
  const unreachable = [...dns.entries()].filter(([, server]) => familyOf(server) === 'ipv4');
  const fix = listFix(
    `${field}.dns`,
    dns.filter((server) => familyOf(server) !== 'ipv4'),
  );
  return findingsFor(unreachable, ([index, server]) =>
    errorAt(
      `${field}.dns[${index}]`,
      t`The name server \`${server}\` cannot be reached: all static addresses are IPv6.`,
      t`Give one with an IPv6 address, or the device an IPv4 address too.`,
      fix,
    ),
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
  return canonicalIp(textBefore(address, '/'));
}

/** Whether the spec asks for more than NetworkManager does by itself, which is every wired interface automatically. */
export function needsProfile({ device, addresses, gateway, dns }: NetworkSpec): boolean {
  return device !== null || gateway !== null || addresses.length > 0 || dns.length > 0;
}
