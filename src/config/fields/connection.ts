import * as v from 'valibot';
import { later } from '../../base/language/texts.js';
import * as shape from './field-types.js';
import { isSearchDomain } from './host-name.js';
import { defaulted, differing, needed } from './object-form.js';
import { facts, text } from './type-facts.js';

const searchDomain = v.pipe(
  v.string(),
  v.check(isSearchDomain),
  v.metadata(facts({ noun: later`domain`, examples: ['example.org'] })),
);

/** What a network device has of one family of addresses. */
const familyForm = v.object({
  method: defaulted(
    v.picklist(['auto', 'dhcp', 'manual', 'disabled']),
    "As NetworkManager's `method`: `dhcp` is for IPv6, without addresses of router advertisements.",
    () => 'auto' as const,
  ),
  addresses: defaulted(v.array(shape.interfaceAddress), 'Static addresses, of `manual`.', () => []),
  gateway: defaulted(v.nullable(shape.ipAddress), 'Default gateway of the static addresses.', () => null),
  dns: defaulted(v.array(shape.ipAddress), 'Name servers.', () => []),
  search: defaulted(v.array(searchDomain), 'Domains to search.', () => []),
  ignoreAutoDns: defaulted(v.boolean(), 'No name servers that the network names.', () => false),
  neverDefault: defaulted(v.boolean(), 'No default route by this device.', () => false),
});

const vlanForm = v.object({
  parent: needed(shape.networkDevice, 'Device that it is on.'),
  id: needed(
    v.pipe(
      v.number(),
      v.integer(),
      v.minValue(1),
      v.maxValue(4094),
      v.metadata(facts({ noun: later`VLAN`, examples: [7] })),
    ),
    'Number of the VLAN.',
  ),
});

/** One profile of NetworkManager, for a wired device or for one that is made of others. */
export const connectionForm = v.object({
  name: needed(
    text(/^[A-Za-z0-9_][A-Za-z0-9_.@-]{0,63}$/, {
      noun: later`name of a profile (letters, digits, \`_\`, \`.\`, \`@\` and \`-\`)`,
      examples: ['bond0'],
    }),
    'Name of the profile and of its file.',
  ),
  kind: defaulted(
    v.picklist(['ethernet', 'vlan', 'bond', 'bridge']),
    'What the device is.',
    () => 'ethernet' as const,
  ),
  interface: defaulted(
    v.nullable(shape.networkDevice),
    'Its name; null is any, or that of `mac`.',
    () => null,
  ),
  mac: defaulted(
    v.nullable(
      text(/^[0-9A-Fa-f]{2}(?::[0-9A-Fa-f]{2}){5}$/, {
        noun: later`MAC address`,
        examples: ['52:54:00:AB:CD:EF'],
      }),
    ),
    'Its MAC address, instead of its name.',
    () => null,
  ),
  mtu: defaulted(
    v.nullable(
      v.pipe(
        v.number(),
        v.integer(),
        v.minValue(68),
        v.maxValue(65_535),
        v.metadata(facts({ noun: later`MTU`, examples: [1500] })),
      ),
    ),
    'Bytes in a packet; null leaves it to the device.',
    () => null,
  ),
  atBoot: defaulted(v.boolean(), 'Whether it is up from the start.', () => true),
  vlan: defaulted(v.nullable(vlanForm), 'Of a VLAN: where it is, and its number.', () => null),
  options: defaulted(
    v.array(
      text(/^[a-z][a-z0-9_-]*=[A-Za-z0-9_.,:+-]+$/, {
        noun: later`NAME=VALUE`,
        examples: ['mode=active-backup'],
      }),
    ),
    'Of a bond or bridge, in the words of NetworkManager.',
    () => [],
  ),
  controller: defaulted(
    v.nullable(shape.networkDevice),
    'Interface of the bond or bridge that it is a port of; a port has no addresses.',
    () => null,
  ),
  ipv4: defaulted(familyForm, 'Its IPv4.', () => v.getDefaults(familyForm)),
  ipv6: defaulted(familyForm, 'Its IPv6.', () => v.getDefaults(familyForm)),
});

export type ConnectionSpec = v.InferOutput<typeof connectionForm>;
export type ConnectionFamily = v.InferOutput<typeof familyForm>;
type ConnectionDocument = v.InferInput<typeof connectionForm>;

/** What a family says that says nothing. */
export function automaticFamily(): ConnectionFamily {
  return v.getDefaults(familyForm) as ConnectionFamily;
}

/** A whole profile, out of what a project file says of it. */
export function connectionSpec(given: ConnectionDocument): ConnectionSpec {
  const silent = v.getDefaults(connectionForm);
  return { ...silent, ...given, ipv4: family(given.ipv4), ipv6: family(given.ipv6) } as ConnectionSpec;
}

/** Only what differs from a profile that says nothing, as a project file has it. */
export function connectionDocument(connection: ConnectionSpec): ConnectionDocument {
  const { name, ...rest } = connection;
  const { ipv4, ipv6, ...said } = differing(rest, v.getDefaults(connectionForm));
  return {
    name,
    ...said,
    ...(ipv4 === undefined ? {} : { ipv4: differing(connection.ipv4, automaticFamily()) }),
    ...(ipv6 === undefined ? {} : { ipv6: differing(connection.ipv6, automaticFamily()) }),
  } as ConnectionDocument;
}

function family(given: v.InferInput<typeof familyForm> = {}): ConnectionFamily {
  return { ...automaticFamily(), ...given } as ConnectionFamily;
}
