import { isIPv6 } from 'node:net';
import { networkInterfaces } from 'node:os';
import type { Writable } from 'node:stream';
import { printText } from '../base/print-text.js';
import { networkFiles } from '../image/boot/ipxe-script.js';

const everywhere = ['0.0.0.0', '::'];

/** Whether nobody else than this machine reaches what listens on `address`. */
export function isOnlyHere(address: string): boolean {
  return address === 'localhost' || address === '::1' || /^127\./.test(address);
}

/** Addresses of this machine by which others reach a server that listens on `address`. */
export function reachableAddresses(address: string, interfaces = networkInterfaces()): string[] {
  if (!everywhere.includes(address)) return [address];
  const all = Object.values(interfaces).flatMap((one) => one ?? []);
  const wanted = all.filter(({ internal, family }) => !internal && (family === 'IPv4' || address === '::'));
  // Link-local addresses mean nothing without the interface of who asks.
  const found = wanted.map((one) => one.address).filter((one) => !/^(fe80|169\.254)/i.test(one));
  return found.length === 0 ? ['127.0.0.1'] : found;
}

/** Where a file of the folder is, or with an empty name the folder. */
export function urlOf(address: string, port: number, file: string): string {
  const host = isIPv6(address) ? `[${address}]` : address;
  return `http://${host}:${port}/${file}`;
}

/** What iPXE or a DHCP server is given. */
export function scriptUrl(address: string, port: number): string {
  return urlOf(address, port, networkFiles.script);
}

/** Tells a person who serves for this machine only how devices reach it. */
export function printReach(address: string, stderr: Writable): void {
  if (!isOnlyHere(address)) return;
  const others = reachableAddresses('0.0.0.0').filter((one) => !isOnlyHere(one));
  const remedy = others.length === 1 ? others[0] : '0.0.0.0';
  printText(stderr, `Only this machine can reach it. For devices: --address ${remedy}\n`);
}

/** Lines for dnsmasq(8): option 175 is iPXE's own (ipxe.org, "DHCP options"). */
export function dnsmasqLines(url: string): string[] {
  return [
    'dhcp-match=set:ipxe,175',
    'dhcp-boot=tag:!ipxe,ipxe.efi',
    `dhcp-boot=tag:ipxe,${url}`,
    'enable-tftp',
    'tftp-root=/srv/tftp',
  ];
}
