import { BlockList, isIP, SocketAddress } from 'node:net';
import { t } from '../../base/language/texts.js';

export type Family = 'ipv4' | 'ipv6';

/** An address with the length of its network's prefix. */
export interface InterfaceAddress {
  family: Family;
  /** As it was written. */
  ip: string;
  /** Bits. */
  prefix: number;
}

/** The family of an IP address, or null: the text is none. A zone (`fe80::1%eth0`) belongs to no address here. */
export function familyOf(text: string): Family | null {
  if (text.includes('%')) return null;
  const version = isIP(text);
  return version === 0 ? null : version === 4 ? 'ipv4' : 'ipv6';
}

/** A better message for a name server that is said as systemd-resolved and newer NetworkManagers take it, or null. */
export function explainIpAddress(value: unknown): { message: string; remedy: string } | null {
  const isFlagged = typeof value === 'string' && /^(?:dns\+[a-z]+:\/\/|[0-9A-Fa-f.:[\]]+#.)/.test(value);
  return isFlagged
    ? {
        message: t`\`${value}\` says more than an address (port, name, encryption).`,
        remedy: t`Give the address alone; for DNS over TLS put a file into \`root.override/etc/systemd/resolved.conf.d/\`.`,
      }
    : null;
}

/** Reads `192.168.1.10/24` or `fd00::10/64`; null for all else. */
export function parseInterfaceAddress(text: string): InterfaceAddress | null {
  const match = /^([^/]+)\/([1-9]\d{0,2})$/.exec(text);
  const ip = match?.[1] ?? '';
  const family = familyOf(ip);
  const prefix = Number(match?.[2]);
  return family === null || !(prefix <= bitsOf(family)) ? null : { family, ip, prefix };
}

/** All addresses of a list that can be read. */
export function interfaceAddresses(texts: readonly string[]): InterfaceAddress[] {
  return texts.map(parseInterfaceAddress).filter((address) => address !== null);
}

/** The one way to write an address: `FD00:0::1` is `fd00::1`. */
export function canonicalIp(ip: string): string {
  const family = familyOf(ip);
  return family === null ? ip : new SocketAddress({ address: ip, family }).address;
}

/** Whether an IP address lies in the network of an interface's address. */
export function isInNetwork(ip: string, { family, ip: own, prefix }: InterfaceAddress): boolean {
  const network = new BlockList();
  network.addSubnet(own, prefix, family);
  return familyOf(ip) === family && network.check(ip, family);
}

/** Whether an IP address holds on its own link only (fe80::/10). */
export function isLinkLocal(ip: string): boolean {
  return isInNetwork(ip, { family: 'ipv6', ip: 'fe80::', prefix: 10 });
}

/** The first and the last address of an IPv4 network, which belong to no interface; null where all may be used (RFC 3021). */
export function networkEdges({ family, ip, prefix }: InterfaceAddress): [string, string] | null {
  if (family === 'ipv6' || prefix > 30) return null;
  const size = 2 ** (32 - prefix);
  const first = Math.floor(ipv4Number(ip) / size) * size;
  return [ipv4Text(first), ipv4Text(first + size - 1)];
}

/** The address that stands as far into the network of `address` as `ip` stands in its own of that size. IPv4 only. */
export function movedInto(ip: string, address: InterfaceAddress): string | null {
  const edges = networkEdges(address);
  if (edges === null || familyOf(ip) !== 'ipv4') return null;
  return ipv4Text(ipv4Number(edges[0]) + (ipv4Number(ip) % 2 ** (32 - address.prefix)));
}

/** The IPv4 address so many above another one. */
export function ipv4Beside(ip: string, steps: number): string {
  return ipv4Text(ipv4Number(ip) + steps);
}

/** `255.255.255.0` for 24. */
export function netmaskOf(prefix: number): string {
  return ipv4Text(2 ** 32 - 2 ** (32 - prefix));
}

/** Bits of the prefix that a netmask means, or null. */
export function prefixOfNetmask(netmask: string): number | null {
  const prefix = Array.from({ length: 32 }, (_, index) => index + 1).find(
    (bits) => netmaskOf(bits) === netmask,
  );
  return prefix ?? null;
}

function bitsOf(family: Family): number {
  return family === 'ipv4' ? 32 : 128;
}

function ipv4Number(ip: string): number {
  return ip.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
}

function ipv4Text(number: number): string {
  return [24, 16, 8, 0].map((shift) => Math.floor(number / 2 ** shift) % 256).join('.');
}
