const family = {
  method: 'auto',
  addresses: [],
  gateway: null,
  dns: [],
  search: [],
  ignoreAutoDns: false,
  neverDefault: false,
};
const device = {
  name: 'eth1',
  kind: 'ethernet',
  interface: 'eth1',
  mac: null,
  ipv4: family,
  ipv6: family,
  mtu: null,
  atBoot: true,
  vlan: null,
  options: [],
  controller: null,
};
const noFamily = { ...family, method: 'disabled' };
/** The profile of a port, which says nothing of addresses. */
const portOf = (name: string, port: string) => ({
  ...device,
  ...{ name: `${name}-${port}`, interface: port, controller: name },
  ...{ ipv4: noFamily, ipv6: noFamily },
});
const automatic = { device: null, addresses: [], gateway: null, dns: [] };

/** Commands, and the fields of the spec that they give. */
export type CommandRow = [text: string, fields: Record<string, unknown>];

/** Every option of `network`. */
export const networkRows: readonly CommandRow[] = [
  ['network --hostname=robot-1', { 'system.hostname': 'robot-1' }],
  ['network --bootproto=dhcp --device=link --activate --onboot=yes', { 'system.network': automatic }],
  [
    'network --device=eth0 --no-activate --hostname=a',
    { 'system.hostname': 'a', 'system.network': { ...automatic, device: 'eth0' } },
  ],
  [
    'network --device=eth0 --bootproto=static --ip=10.0.0.2 --netmask=255.255.240.0 --gateway=10.0.0.1 --nameserver=9.9.9.9,fd00::53 --ipv6=fd00::2/64',
    {
      'system.network': {
        device: 'eth0',
        addresses: ['10.0.0.2/20', 'fd00::2/64'],
        gateway: '10.0.0.1',
        dns: ['9.9.9.9', 'fd00::53'],
      },
    },
  ],
  [
    'network --noipv4 --ipv6=fd00::2/64 --ipv6gateway=fe80::1',
    { 'system.network': { ...automatic, addresses: ['fd00::2/64'], gateway: 'fe80::1' } },
  ],
  ...(
    [
      ['--noipv6 --mtu=9000', { mtu: 9000, ipv6: { ...family, method: 'disabled' } }],
      ['--noipv4', { ipv4: { ...family, method: 'disabled' } }],
      ['--ipv6=dhcp', { ipv6: { ...family, method: 'dhcp' } }],
      ['--onboot=no', { atBoot: false }],
      ['--nodefroute', { ipv4: { ...family, neverDefault: true }, ipv6: { ...family, neverDefault: true } }],
      ['--nodns', { ipv4: { ...family, ignoreAutoDns: true }, ipv6: { ...family, ignoreAutoDns: true } }],
      ['--ipv4-ignore-auto-dns', { ipv4: { ...family, ignoreAutoDns: true } }],
      ['--ipv6-ignore-auto-dns', { ipv6: { ...family, ignoreAutoDns: true } }],
      ['--ipv4-dns-search=a.example,b', { ipv4: { ...family, search: ['a.example', 'b'] } }],
      ['--ipv6-dns-search=c', { ipv6: { ...family, search: ['c'] } }],
      ['--vlanid=7', { name: 'eth1.7', kind: 'vlan', interface: 'eth1.7', vlan: { parent: 'eth1', id: 7 } }],
      [
        '--vlanid=7 --interfacename=plc',
        { name: 'plc', kind: 'vlan', interface: 'plc', vlan: { parent: 'eth1', id: 7 } },
      ],
      ['--noipv4 --noipv6', { ipv4: noFamily, ipv6: noFamily }],
      [
        '--bootproto=static --noipv4 --noipv6 --onboot=off --no-activate',
        { ipv4: noFamily, ipv6: noFamily, atBoot: false },
      ],
    ] as const
  ).map(
    ([words, changes]): CommandRow => [
      `network --device=eth1 ${words}`,
      { 'system.network.connections': [{ ...device, ...changes }] },
    ],
  ),
  [
    'network --device=eth1 --bondslaves=a,b --bondopts=mode=active-backup,primary=a',
    {
      'system.network.connections': [
        { ...device, kind: 'bond', options: ['mode=active-backup', 'primary=a'] },
        ...['a', 'b'].map((port) => portOf('eth1', port)),
      ],
    },
  ],
  [
    'network --device=eth1 --bridgeslaves=a --bridgeopts=stp=yes,priority=4096 --onboot=off',
    {
      'system.network.connections': [
        { ...device, kind: 'bridge', options: ['stp=true', 'priority=4096'], atBoot: false },
        { ...portOf('eth1', 'a'), atBoot: false },
      ],
    },
  ],
  // Ports that have lines of their own, before and behind that of their bond.
  [
    'network --device=a --noipv4 --noipv6 --onboot=off --bootproto=static\nnetwork --device=eth1 --bondslaves=a,b,c\nnetwork --device=b --mtu=9000\nnetwork --device=c --bootproto=dhcp --onboot=no',
    {
      'system.network.connections': [
        { ...device, kind: 'bond' },
        portOf('eth1', 'a'),
        { ...portOf('eth1', 'b'), mtu: 9000 },
        portOf('eth1', 'c'),
      ],
    },
  ],
  // A VLAN on a bond in one line: the bond has no addresses.
  [
    'network --device=bond0 --bondslaves=a --vlanid=7 --noipv6 --mtu=9000',
    {
      'system.network.connections': [
        {
          ...{ ...device, name: 'bond0', interface: 'bond0', kind: 'bond', mtu: 9000 },
          ...{ ipv4: noFamily, ipv6: noFamily },
        },
        portOf('bond0', 'a'),
        {
          ...{ ...device, name: 'bond0.7', interface: 'bond0.7', kind: 'vlan', mtu: 9000 },
          ...{ vlan: { parent: 'bond0', id: 7 }, ipv6: noFamily },
        },
      ],
    },
  ],
  // A bond and a VLAN on it that are ports of bridges have one profile each.
  [
    'network --device=bond0 --bondslaves=a\nnetwork --device=bond0 --vlanid=7 --noipv4 --noipv6\nnetwork --device=br0 --bridgeslaves=bond0.7 --noipv6',
    {
      'system.network.connections': [
        { ...device, name: 'bond0', interface: 'bond0', kind: 'bond' },
        portOf('bond0', 'a'),
        {
          ...{ ...device, name: 'bond0.7', interface: 'bond0.7', kind: 'vlan' },
          ...{ vlan: { parent: 'bond0', id: 7 }, ipv4: noFamily, ipv6: noFamily },
          controller: 'br0',
        },
        {
          ...{ ...device, name: 'br0', interface: 'br0', kind: 'bridge' },
          ipv6: noFamily,
        },
      ],
    },
  ],
  [
    'network --noipv4 --ipv6=fd00::2 --ipv6gateway=fe80::1',
    { 'system.network': { ...automatic, addresses: ['fd00::2/64'], gateway: 'fe80::1' } },
  ],
  [
    'network --device=52:54:00:ab:CD:ef --bindto=mac',
    {
      'system.network.connections': [
        { ...device, name: '525400abcdef', interface: null, mac: '52:54:00:AB:CD:EF' },
      ],
    },
  ],
  [
    'network --device=eth0\nnetwork --device=eth1',
    {
      'system.network.device': 'eth0',
      'system.network.addresses': [],
      'system.network.gateway': null,
      'system.network.dns': [],
      'system.network.connections': [device],
    },
  ],
];
