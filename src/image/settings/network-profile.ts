import { automaticFamily, connectionSpec } from '../../config/fields/connection.js';
import { type Family, familyOf, interfaceAddresses } from '../../config/fields/ip-address.js';
import { needsProfile } from '../../config/findings/network-findings.js';
import type { ConnectionFamily, ConnectionSpec, NetworkSpec } from '../../config/image-spec.js';
import type { SettingFile } from './setting-file.js';

/** All profiles of a spec, that of its main device first. */
export function connectionsOf(network: NetworkSpec): ConnectionSpec[] {
  return [...(needsProfile(network) ? [mainConnection(network)] : []), ...network.connections];
}

/** The device's wired network, as one connection among others. */
function mainConnection(network: NetworkSpec): ConnectionSpec {
  return connectionSpec({
    name: 'tmpfsroot',
    interface: network.device,
    ipv4: familyOfNetwork(network, 'ipv4'),
    ipv6: familyOfNetwork(network, 'ipv6'),
  });
}

function familyOfNetwork({ addresses, gateway, dns }: NetworkSpec, family: Family): ConnectionFamily {
  const all = interfaceAddresses(addresses);
  const own = all.filter((address) => address.family === family);
  const isOff = family === 'ipv4' && own.length === 0 && all.length > 0;
  // A profile with name servers of a family that is off is refused as a whole.
  if (isOff) return { ...automaticFamily(), method: 'disabled' };
  return {
    ...automaticFamily(),
    method: own.length > 0 ? 'manual' : 'auto',
    addresses: own.map(({ ip, prefix }) => `${ip}/${prefix}`),
    gateway: gateway !== null && familyOf(gateway) === family ? gateway : null,
    dns: dns.filter((ip) => familyOf(ip) === family),
  };
}

/**
 * The profile of a device, nm-settings-keyfile(5); NetworkManager refuses one that others may read. Of a port it says
 * nothing of addresses, which it cannot have. It has no UUID: NetworkManager derives one from the file's name, the same
 * at every boot.
 * @param all the connections that it is one of
 */
export function networkProfile(connection: ConnectionSpec, all: readonly ConnectionSpec[]): SettingFile {
  return {
    path: profilePath(connection),
    content: sectionsOf(connection, all).join('\n'),
    mode: 0o600,
  };
}

/** Relative to the root. */
export function profilePath({ name }: Pick<ConnectionSpec, 'name'>): string {
  return `etc/NetworkManager/system-connections/${name}.nmconnection`;
}

function sectionsOf(connection: ConnectionSpec, all: readonly ConnectionSpec[]): string[] {
  const { kind, mac, vlan, options, controller, mtu, ipv4, ipv6 } = connection;
  const ethernet = [...(mac === null ? [] : [`mac-address=${mac}`]), ...(mtu === null ? [] : [`mtu=${mtu}`])];
  return [
    section('connection', connectionLines(connection, all)),
    ...(ethernet.length > 0 ? [section('ethernet', ethernet)] : []),
    ...(vlan === null ? [] : [section('vlan', [`id=${vlan.id}`, `parent=${vlan.parent}`])]),
    ...(kind === 'bond' || kind === 'bridge' ? [section(kind, options)] : []),
    ...(controller === null ? [section('ipv4', familyLines(ipv4)), section('ipv6', familyLines(ipv6))] : []),
  ];
}

function connectionLines(connection: ConnectionSpec, all: readonly ConnectionSpec[]): string[] {
  const { name, kind, interface: device, mac, controller, atBoot, ipv4, ipv6 } = connection;
  const isAny = device === null && mac === null;
  const isStatic = ipv4.addresses.length + ipv6.addresses.length > 0;
  const above = all.find((one) => one.interface === controller);
  return [
    `id=${name}`,
    `type=${kind}`,
    ...(device === null ? [] : [`interface-name=${device}`]),
    ...(controller === null ? [] : [`master=${controller}`, `slave-type=${above?.kind ?? 'bridge'}`]),
    // Above the profiles that NetworkManager makes by itself (-999), those of packages (0), and one for any interface.
    atBoot ? `autoconnect-priority=${isAny ? 10 : 20}` : 'autoconnect=false',
    // An interface that a profile fits gets none of NetworkManager's own, so that all must share this one; two
    // interfaces of one address would not reach anybody.
    ...(isAny && !isStatic ? ['multi-connect=3'] : []),
  ];
}

function familyLines(family: ConnectionFamily): string[] {
  const { method, addresses, gateway, dns, search, ignoreAutoDns, neverDefault } = family;
  return [
    `method=${method}`,
    ...addresses.map((address, index) => `address${index + 1}=${address}`),
    ...(gateway === null ? [] : [`gateway=${gateway}`]),
    ...(dns.length > 0 ? [`dns=${dns.map((ip) => `${ip};`).join('')}`] : []),
    ...(search.length > 0 ? [`dns-search=${search.map((name) => `${name};`).join('')}`] : []),
    ...(ignoreAutoDns ? ['ignore-auto-dns=true'] : []),
    ...(neverDefault ? ['never-default=true'] : []),
  ];
}

function section(name: string, lines: readonly string[]): string {
  return [`[${name}]`, ...lines, ''].join('\n');
}
