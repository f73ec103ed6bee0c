import { familyOf } from './ip-address.js';

const label = '[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?';
/** Names in the DNS have underscores too, which host names have not. */
const dnsLabel = '[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?';

/** The device's own name, as sethostname(2) and systemd take it: 64 bytes. */
export const hostnamePattern = new RegExp(`^(?=.{1,64}$)${label}(?:\\.${label})*$`);
const dnsName = new RegExp(`^(?=.{1,253}$)${dnsLabel}(?:\\.${dnsLabel})*\\.?$`);

/** Whether the resolver or inet_pton(3) takes a text as another machine: a name of the DNS or an IP address. */
export function isHost(text: string): boolean {
  if (familyOf(text) !== null) return true;
  // Numbers with points between them would be looked for as a name, and are a mistyped address.
  return dnsName.test(text) && !/^[0-9.]+$/.test(text);
}

/** Whether a text is a domain to search, `~` before it: one to route questions by (systemd.network(5), "Domains="). */
export function isSearchDomain(text: string): boolean {
  return text === '~.' || dnsName.test(text.replace(/^~/, ''));
}
