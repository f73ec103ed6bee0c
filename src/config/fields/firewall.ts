import * as v from 'valibot';
import { later } from '../../base/language/texts.js';
import { field } from './field.js';
import { networkDevice } from './field-types.js';
import { facts, text } from './type-facts.js';

export const firewallServicePattern = /^[A-Za-z0-9][A-Za-z0-9_.-]*$/;
const firewallService = text(firewallServicePattern, {
  noun: later`service of firewalld`,
  examples: ['http'],
});

const firewallPort = v.pipe(
  v.string(),
  v.regex(/^(?:[0-9]{1,5}(?:-[0-9]{1,5})?|[a-z][a-z0-9-]*):(?:tcp|udp|sctp|dccp)$/),
  v.check(isPortRange),
  v.metadata(facts({ noun: later`port or range of ports`, examples: ['8080:tcp', '8000-8010:udp'] })),
);

/** Names of services pass, and so does what has not the form of a port at all. */
export function isPortRange(value: string): boolean {
  const [, first, last = first] = /^(\d{1,5})(?:-(\d{1,5}))?(?::|$)/.exec(value) ?? [];
  return first === undefined || (Number(first) <= Number(last) && Number(last) <= 65_535);
}

const matters = [{ path: 'system.firewall.enabled', is: [true] }];

/** firewalld. */
export const firewallFields = {
  enabled: field({
    schema: v.nullable(v.boolean()),
    description:
      'Whether firewalld runs, with what the other fields open; its package must be in the list. Null leaves it as its package has it.',
    default: null,
    kickstart: 'firewall --enabled',
  }),
  services: field({
    schema: v.array(firewallService),
    description: 'Services that may be reached, besides those of the zone.',
    default: [],
    matters,
    kickstart: 'firewall --service',
  }),
  removedServices: field({
    schema: v.array(firewallService),
    description: 'Services of the zone that may not be reached.',
    default: [],
    matters,
    kickstart: 'firewall --remove-service',
  }),
  ports: field({
    schema: v.array(firewallPort),
    description: 'Ports that may be reached.',
    default: [],
    matters,
    kickstart: 'firewall --port',
  }),
  trusted: field({
    schema: v.array(networkDevice),
    description: 'Network interfaces from which all may be reached.',
    default: [],
    matters,
    kickstart: 'firewall --trust',
  }),
};
