import * as v from 'valibot';
import { later } from '../../base/language/texts.js';
import { type ConnectionSpec, connectionDocument, connectionForm, connectionSpec } from './connection.js';
import { field, flag } from './field.js';
import * as shape from './field-types.js';

const besides =
  'Without static addresses NetworkManager asks for them by itself on every wired interface (DHCP, router advertisements). Other connections go into root.override/etc/NetworkManager/system-connections.';

/** The device's wired network. */
export const networkFields = {
  device: field({
    schema: v.nullable(shape.networkDevice),
    description: 'Network interface; null is any wired one.',
    default: null,
    flag: flag('--network-device NAME', 'network interface, else any wired one'),
    kickstart: 'network --device',
    screen: 'system',
    ask: {
      label: later`  Interface`,
      help: [
        later`Its name, as \`ip link\` on the device shows it: \`eno1\` is a port of the board, \`enp1s0\` one in PCI bus 1, slot 0. Empty: any wired one. For a MAC address: \`connections\` in tmpfsroot.json.`,
        later`A connection of \`system.network.connections\` is for the card with its \`mac\`, whatever the device calls it: { "name": "lan", "mac": "52:54:00:AB:CD:EF" }.`,
        besides,
      ],
      placeholder: later`any wired one`,
    },
  }),
  addresses: field({
    schema: v.array(shape.interfaceAddress),
    description: 'Static addresses with prefix length; none is automatic (DHCP, router advertisements).',
    default: [],
    flag: flag('--address CIDR', 'static address: 192.168.1.10/24 (repeatable)', 'list'),
    kickstart: 'network --ip',
    screen: 'system',
    ask: {
      label: later`Network addresses`,
      help: [
        later`Static addresses with their prefix, with blanks between them: \`192.168.1.10/24\`. Empty: automatic.`,
        besides,
      ],
      placeholder: later`automatic`,
    },
  }),
  gateway: field({
    schema: v.nullable(shape.ipAddress),
    description: 'Default gateway of the static addresses.',
    default: null,
    flag: flag('--gateway IP', 'default gateway of the static addresses'),
    kickstart: 'network --gateway',
    matters: [
      { path: 'system.network.addresses', elements: 1 },
      { path: 'system.network.gateway', isSet: true },
    ],
    screen: 'system',
    ask: {
      label: later`  Gateway`,
      help: [later`The router that everything else is sent to.`],
      placeholder: later`none`,
    },
  }),
  dns: field({
    schema: v.array(shape.ipAddress),
    description: 'Name servers.',
    default: [],
    flag: flag('--dns IP', 'name server (repeatable)', 'list'),
    kickstart: 'network --nameserver',
    screen: 'system',
    ask: {
      label: later`  Name servers`,
      help: [
        later`Addresses of name servers, with blanks between them; empty: those that the network names.`,
        besides,
      ],
      placeholder: later`automatic`,
    },
  }),
  connections: field({
    schema: v.array(connectionForm),
    description: 'Further profiles of NetworkManager: other devices, VLANs, bonds and bridges.',
    default: [],
    parse: (connections): ConnectionSpec[] => connections.map(connectionSpec),
    print: (connections) => connections.map(connectionDocument),
    kickstart: 'network',
  }),
};
