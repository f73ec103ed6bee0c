import { errorAt, type Finding } from '../../base/finding.js';
import { later, t } from '../../base/language/texts.js';
import { didYouMean } from '../../base/nearest.js';
import { textBefore } from '../../base/text/ends.js';
import { type Family, familyOf } from '../fields/ip-address.js';
import type { ConnectionFamily, ConnectionSpec, ImageSpec, NetworkSpec } from '../image-spec.js';
import { duplicateObjects } from './duplicates.js';

const field = 'system.network.connections';
/** Of the profile that the other fields of `system.network` become. */
const mainProfile = 'tmpfsroot';

/**
 * What is wrong with the further profiles: what NetworkManager would refuse or leave alone, and devices that two
 * profiles are for, of which it would take one, and nobody could tell which. The image's own NetworkManager reads each
 * when the image is made.
 */
export function connectionFindings({ system: { network } }: Pick<ImageSpec, 'system'>): Finding[] {
  const { connections } = network;
  const controllers = new Set(
    connections.filter(({ kind }) => kind === 'bond' || kind === 'bridge').map((one) => one.interface ?? ''),
  );
  const firstFor = new Map<string | null, ConnectionSpec>();
  for (const one of connections) if (!firstFor.has(one.interface)) firstFor.set(one.interface, one);
  return [
    ...duplicateObjects(field, connections, ({ name }) => name, later`profile`),
    ...connections.flatMap((connection, index) => {
      const path = `${field}[${index}]`;
      return [
        ...nameFindings(connection, path),
        ...deviceFindings(network, connection, firstFor, path),
        ...kindFindings(connection, path),
        ...controllerFindings(connection, controllers, path),
        ...familyFindings(connection.ipv4, 'ipv4', `${path}.ipv4`),
        ...familyFindings(connection.ipv6, 'ipv6', `${path}.ipv6`),
      ];
    }),
  ];
}

function nameFindings({ name }: ConnectionSpec, path: string): Finding[] {
  if (name !== mainProfile) return [];
  return [
    errorAt(
      `${path}.name`,
      t`The profile \`${mainProfile}\` is that of the other fields of \`system.network\`.`,
      t`Give it another name.`,
    ),
  ];
}

function deviceFindings(
  { device }: NetworkSpec,
  connection: ConnectionSpec,
  firstFor: ReadonlyMap<string | null, ConnectionSpec>,
  path: string,
): Finding[] {
  const { interface: name, controller } = connection;
  if (name === null) return [];
  if (name === device) {
    return [
      errorAt(
        'system.network.device',
        controller === null
          ? t`The network device \`${name}\` is that of \`${path}\` too, which gives it another profile.`
          : t`\`${name}\` is a port of \`${controller}\` too (\`${path}\`): a port has no address.`,
        t`Say it in one of the two places: name another device, or remove that profile.`,
      ),
    ];
  }
  if (firstFor.get(name) === connection) return [];
  return [
    errorAt(
      `${path}.interface`,
      t`Two profiles are for the network device \`${name}\`.`,
      t`Keep one of them.`,
    ),
  ];
}

function kindFindings({ kind, interface: name, vlan, options }: ConnectionSpec, path: string): Finding[] {
  const isMade = kind !== 'ethernet';
  return [
    ...(isMade && name === null
      ? [errorAt(`${path}.interface`, t`A ${kind} needs the name of its device.`, t`Give \`interface\`.`)]
      : []),
    ...((kind === 'vlan') === (vlan !== null)
      ? []
      : [
          kind === 'vlan'
            ? errorAt(`${path}.vlan`, t`A VLAN needs its parent and its number.`, t`Give \`vlan\`.`)
            : errorAt(
                `${path}.vlan`,
                t`\`vlan\` means nothing for a ${kind}.`,
                t`Set \`kind\` to \`vlan\`, or remove it.`,
              ),
        ]),
    ...(options.length > 0 && kind !== 'bond' && kind !== 'bridge'
      ? [
          errorAt(
            `${path}.options`,
            t`A ${kind} has no options.`,
            t`Remove them; a bond and a bridge have some.`,
          ),
        ]
      : []),
  ];
}

function controllerFindings(
  { controller }: ConnectionSpec,
  possible: ReadonlySet<string>,
  path: string,
): Finding[] {
  if (controller === null || possible.has(controller)) return [];
  return [
    errorAt(
      `${path}.controller`,
      t`No profile makes a bond or bridge \`${controller}\`.`,
      didYouMean(controller, possible) + t`Add its profile, or name one that is there.`,
    ),
  ];
}

function familyFindings(family: ConnectionFamily, kind: Family, path: string): Finding[] {
  const { method, addresses, gateway, dns } = family;
  const shown = kind === 'ipv4' ? 'IPv4' : 'IPv6';
  const wrongFamily = [...addresses, ...(gateway === null ? [] : [gateway]), ...dns].filter(
    (text) => familyOf(textBefore(text, '/')) !== kind,
  );
  const isStatic = method === 'manual';
  return [
    ...wrongFamily.map((text) =>
      errorAt(
        path,
        t`\`${text}\` is not an ${shown} address.`,
        t`Move it to the settings of the other family.`,
      ),
    ),
    ...(isStatic && addresses.length === 0
      ? [
          errorAt(
            `${path}.addresses`,
            t`The method \`manual\` needs an address.`,
            t`Give one, or another method.`,
          ),
        ]
      : []),
    ...(!isStatic && addresses.length + Number(gateway !== null) > 0
      ? [
          errorAt(
            `${path}.method`,
            t`With the method \`${method}\` addresses and gateway mean nothing.`,
            t`Set it to \`manual\`, or remove them.`,
          ),
        ]
      : []),
    ...(method === 'disabled' && dns.length > 0
      ? [errorAt(`${path}.dns`, t`The device has no ${shown} to ask name servers by.`, t`Remove them.`)]
      : []),
    ...(method === 'dhcp' && kind === 'ipv4'
      ? [errorAt(`${path}.method`, t`\`dhcp\` is a method of IPv6 alone.`, t`Write \`auto\`, which is DHCP.`)]
      : []),
  ];
}
