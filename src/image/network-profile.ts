import type { NetworkSpec } from '../spec/image-spec.js';
import { type Family, familyOf, interfaceAddresses } from '../spec/ip-address.js';
import type { SettingFile } from './settings.js';

/**
 * The profile of the device's wired network, nm-settings-keyfile(5); NetworkManager refuses one that others may
 * read. It has no UUID: NetworkManager derives one from the file's name, the same at every boot.
 */
export function networkProfile(network: NetworkSpec): SettingFile {
  return {
    path: 'etc/NetworkManager/system-connections/tmpfsroot.nmconnection',
    content: profileText(network),
    mode: 0o600,
  };
}

function profileText(network: NetworkSpec): string {
  const { device, addresses } = network;
  const connection = [
    'id=tmpfsroot',
    'type=ethernet',
    ...(device === null ? [] : [`interface-name=${device}`]),
    // Above the profiles that NetworkManager makes by itself (-999), those of packages (0), and one for any interface.
    `autoconnect-priority=${device === null ? 10 : 20}`,
    // An interface that a profile fits gets none of NetworkManager's own, so that all must share this one.
    ...(device === null && addresses.length === 0 ? ['multi-connect=3'] : []),
  ];
  return [
    section('connection', connection),
    section('ipv4', familyLines(network, 'ipv4')),
    section('ipv6', familyLines(network, 'ipv6')),
  ].join('\n');
}

function familyLines({ addresses, gateway, dns }: NetworkSpec, family: Family): string[] {
  const all = interfaceAddresses(addresses);
  const own = all.filter((address) => address.family === family);
  const isOff = family === 'ipv4' && own.length === 0 && all.length > 0;
  // A profile with name servers of a family that is off is refused as a whole.
  if (isOff) return ['method=disabled'];
  const servers = dns.filter((ip) => familyOf(ip) === family);
  return [
    `method=${own.length > 0 ? 'manual' : 'auto'}`,
    ...own.map(({ ip, prefix }, index) => `address${index + 1}=${ip}/${prefix}`),
    ...(gateway !== null && familyOf(gateway) === family ? [`gateway=${gateway}`] : []),
    ...(servers.length > 0 ? [`dns=${servers.map((ip) => `${ip};`).join('')}`] : []),
  ];
}

function section(name: string, lines: readonly string[]): string {
  return [`[${name}]`, ...lines, ''].join('\n');
}
