import { saltOf, sha512Crypt } from '../../../src/project/sha512-crypt.js';

const hash = `$6$abc$${'x'.repeat(86)}`;
const key = `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ9a1VqvXDuLH1VpLxgAyCU3pCmBqHqbV1kh3kqjYqWJ op, "desk" # 1`;
export const quotedKey = `"${key.replaceAll('"', '\\"')}"`;
const place = (line = 1) => ({ file: 'ks/ks.root.cfg', line });
const family = {
  method: 'auto',
  address: null,
  gateway: null,
  dns: [],
  search: [],
  ignoreAutoDns: false,
  neverDefault: false,
};
const device = {
  name: 'eth1',
  kind: 'ethernet',
  interfaceName: 'eth1',
  mac: null,
  ipv4: family,
  ipv6: family,
  mtu: null,
  atBoot: true,
  vlan: null,
  options: {},
  controller: null,
  place: place(),
};
const noFamily = { ...family, method: 'disabled' };
/** The profile of a port, which says nothing of addresses. */
const portOf = (name: string, kind: string, port: string, line = 1) => ({
  ...device,
  ...{ name: `${name}-${port}`, interfaceName: port, controller: { name, kind }, place: place(line) },
  ...{ ipv4: noFamily, ipv6: noFamily },
});
const account = { uid: null, gid: null, homedir: null, shell: null, gecos: null };
const user = { name: 'op', groups: [], passwordHash: null, sshKeys: [] };
const firewall = {
  isEnabled: true,
  services: ['ssh'],
  removedServices: [],
  ports: [],
  trusted: [],
  place: place(),
};
const automatic = { device: null, addresses: [], gateway: null, dns: [] };

/** Commands, the fields of the spec that they give, and what of the system they change. */
export type CommandRow = [text: string, fields: Record<string, unknown>, system?: Record<string, unknown>];

/** Every command and option that has an effect. */
export const commandRows: readonly CommandRow[] = [
  ['rootpw --plaintext open', { 'system.rootPasswordHash': sha512Crypt('open', saltOf('root', 'open')) }],
  [
    'user --name=op --password=open --plaintext',
    { 'system.users': [{ ...user, passwordHash: sha512Crypt('open', saltOf('op', 'open')) }] },
  ],
  ['rootpw --lock', { 'system.rootPasswordHash': null }],
  [`rootpw --iscrypted ${hash}`, { 'system.rootPasswordHash': hash }],
  [`rootpw '${hash}' --iscrypted --lock`, { 'system.rootPasswordHash': null }],
  [`rootpw --allow-ssh --iscrypted ${hash}`, { 'system.rootPasswordHash': hash }, { rootMayUseSsh: true }],
  [`user --name=op --password=${hash} --iscrypted`, { 'system.users': [{ ...user, passwordHash: hash }] }],
  [`user --name op --lock --password ${hash} --iscrypted`, { 'system.users': [user] }],
  [
    'user --name=op --groups="wheel, plc(4711)"',
    { 'system.users': [{ ...user, groups: ['wheel', 'plc'] }] },
    {
      groups: [
        { name: 'wheel', gid: null, place: place() },
        { name: 'plc', gid: 4711, place: place() },
      ],
    },
  ],
  [
    'user --name=op --uid=1500 --gid=1600 --homedir=/srv/op --shell=/bin/sh --gecos="The Operator"',
    { 'system.users': [user] },
    {
      accounts: { op: { uid: 1500, gid: 1600, homedir: '/srv/op', shell: '/bin/sh', gecos: 'The Operator' } },
    },
  ],
  ['user --name=op --uid 7', { 'system.users': [user] }, { accounts: { op: { ...account, uid: 7 } } }],
  ['group --name=plc --gid=4711', {}, { groups: [{ name: 'plc', gid: 4711, place: place() }] }],
  ['group --name=plc', {}, { groups: [{ name: 'plc', gid: null, place: place() }] }],
  [`sshkey --username=root ${quotedKey}`, { 'system.rootSshKeys': [key] }],
  [`user --name=op\nsshkey --username=op ${quotedKey}`, { 'system.users': [{ ...user, sshKeys: [key] }] }],
  [`sshkey --username docker ${quotedKey}`, {}, { sshKeys: [{ user: 'docker', key, place: place() }] }],
  [
    'authselect select local with-mkhomedir --force',
    {},
    { authselect: { words: ['select', 'local', 'with-mkhomedir', '--force'], place: place() } },
  ],
  ['timezone Asia/Tokyo --utc', { 'system.timezone': 'Asia/Tokyo' }, { hardwareClock: 'UTC' }],
  ['timezone Asia/Tokyo --isUtc', { 'system.timezone': 'Asia/Tokyo' }, { hardwareClock: 'UTC' }],
  ['timezone Asia/Tokyo', { 'system.timezone': 'Asia/Tokyo' }, { hardwareClock: 'LOCAL' }],
  ['timezone --utc', {}, { hardwareClock: 'UTC' }],
  [
    'timezone --utc --ntpservers=a,b.example',
    {},
    {
      hardwareClock: 'UTC',
      time: {
        isDisabled: false,
        sources: ['a', 'b.example'].map((host) => ({ kind: 'server', host, nts: false })),
        place: place(),
      },
    },
  ],
  [
    'timezone --utc --nontp',
    {},
    { hardwareClock: 'UTC', time: { isDisabled: true, sources: [], place: place() } },
  ],
  [
    'timesource --ntp-server=a.example --nts\ntimesource --ntp-pool=b.example',
    {},
    {
      time: {
        isDisabled: false,
        sources: [
          { kind: 'server', host: 'a.example', nts: true },
          { kind: 'pool', host: 'b.example', nts: false },
        ],
        place: place(),
      },
    },
  ],
  ['timesource --ntp-disable', {}, { time: { isDisabled: true, sources: [], place: place() } }],
  [
    'lang ja_JP.UTF-8 --addsupport=en_US.UTF-8,C.UTF-8',
    { 'system.languages': ['ja_JP.UTF-8', 'en_US.UTF-8', 'C.UTF-8'] },
  ],
  ['keyboard jp106', { 'system.keymap': 'jp106' }],
  ['keyboard --vckeymap=de', { 'system.keymap': 'de' }],
  [
    "keyboard --xlayouts='cz (qwerty)',us --switch=grp:alt_shift_toggle",
    { 'system.keymap': 'cz-qwerty' },
    { keyboard: { layouts: ['cz (qwerty)', 'us'], options: ['grp:alt_shift_toggle'], place: place() } },
  ],
  ['selinux --disabled', { 'system.selinux': 'disabled' }],
  ['selinux --permissive', { 'system.selinux': 'permissive' }],
  ['selinux --enforcing', { 'system.selinux': 'enforcing' }],
  [
    'services --enabled=sshd,chronyd --disabled "kdump, cups"',
    { 'system.services.enabled': ['sshd', 'chronyd'], 'system.services.disabled': ['kdump', 'cups'] },
  ],
  ['firewall --enabled', {}, { firewall }],
  ['firewall --disable', {}, { firewall: { ...firewall, isEnabled: false } }],
  [
    'firewall --enable --http --smtp --ftp --ssh --service=cockpit --remove-service=mdns',
    {},
    {
      firewall: {
        ...firewall,
        services: ['cockpit', 'ftp', 'http', 'smtp', 'ssh'],
        removedServices: ['mdns'],
      },
    },
  ],
  [
    'firewall --port=8080,53:udp --port 22:tcp --trust=eth0 --trust eth1',
    {},
    {
      firewall: {
        ...firewall,
        services: [],
        ports: ['8080:tcp', '53:udp', '22:tcp'],
        trusted: ['eth0', 'eth1'],
      },
    },
  ],
  ['firewall --use-system-defaults', {}],
  [
    'bootloader --append="quiet  isolcpus=1,2" --location=mbr --boot-drive=sda --nombr',
    { 'system.kernelArguments': ['quiet', 'isolcpus=1,2'] },
  ],
  ['bootloader --leavebootorder --driveorder=sda --timeout=5 --default=x', {}],
  ['firstboot --disable', {}, { disabledWhereThere: ['initial-setup.service'] }],
  ['skipx', {}, { defaultTarget: 'multi-user.target' }],
  ['xconfig --startxonboot --defaultdesktop=GNOME', {}, { defaultTarget: 'graphical.target' }],
  ['reboot --eject --kexec', { 'install.then': 'reboot' }],
  ...['poweroff', 'shutdown', 'halt'].map((name): CommandRow => [name, { 'install.then': 'poweroff' }]),
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
      [
        '--vlanid=7',
        { name: 'eth1.7', kind: 'vlan', interfaceName: 'eth1.7', vlan: { parent: 'eth1', id: 7 } },
      ],
      [
        '--vlanid=7 --interfacename=plc',
        { name: 'plc', kind: 'vlan', interfaceName: 'plc', vlan: { parent: 'eth1', id: 7 } },
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
      {},
      { connections: [{ ...device, ...changes }] },
    ],
  ),
  [
    'network --device=eth1 --bondslaves=a,b --bondopts=mode=active-backup,primary=a',
    {},
    {
      connections: [
        { ...device, kind: 'bond', options: { mode: 'active-backup', primary: 'a' } },
        ...['a', 'b'].map((port) => portOf('eth1', 'bond', port)),
      ],
    },
  ],
  [
    'network --device=eth1 --bridgeslaves=a --bridgeopts=stp=yes,priority=4096 --onboot=off',
    {},
    {
      connections: [
        { ...device, kind: 'bridge', options: { stp: 'true', priority: '4096' }, atBoot: false },
        { ...portOf('eth1', 'bridge', 'a'), atBoot: false },
      ],
    },
  ],
  // Ports that have lines of their own, before and behind that of their bond.
  [
    'network --device=a --noipv4 --noipv6 --onboot=off --bootproto=static\nnetwork --device=eth1 --bondslaves=a,b,c\nnetwork --device=b --mtu=9000\nnetwork --device=c --bootproto=dhcp --onboot=no',
    {},
    {
      connections: [
        { ...device, kind: 'bond', place: place(2) },
        portOf('eth1', 'bond', 'a', 2),
        { ...portOf('eth1', 'bond', 'b', 2), mtu: 9000 },
        portOf('eth1', 'bond', 'c', 2),
      ],
    },
  ],
  // A VLAN on a bond in one line: the bond has no addresses.
  [
    'network --device=bond0 --bondslaves=a --vlanid=7 --noipv6 --mtu=9000',
    {},
    {
      connections: [
        {
          ...{ ...device, name: 'bond0', interfaceName: 'bond0', kind: 'bond', mtu: 9000 },
          ...{ ipv4: noFamily, ipv6: noFamily },
        },
        portOf('bond0', 'bond', 'a'),
        {
          ...{ ...device, name: 'bond0.7', interfaceName: 'bond0.7', kind: 'vlan', mtu: 9000 },
          ...{ vlan: { parent: 'bond0', id: 7 }, ipv6: noFamily },
        },
      ],
    },
  ],
  // A bond and a VLAN on it that are ports of bridges have one profile each.
  [
    'network --device=bond0 --bondslaves=a\nnetwork --device=bond0 --vlanid=7 --noipv4 --noipv6\nnetwork --device=br0 --bridgeslaves=bond0.7 --noipv6',
    {},
    {
      connections: [
        { ...device, name: 'bond0', interfaceName: 'bond0', kind: 'bond' },
        portOf('bond0', 'bond', 'a'),
        {
          ...{ ...device, name: 'bond0.7', interfaceName: 'bond0.7', kind: 'vlan', place: place(2) },
          ...{ vlan: { parent: 'bond0', id: 7 }, ipv4: noFamily, ipv6: noFamily },
          controller: { name: 'br0', kind: 'bridge' },
        },
        {
          ...{ ...device, name: 'br0', interfaceName: 'br0', kind: 'bridge', place: place(3) },
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
    {},
    { connections: [{ ...device, name: '525400abcdef', interfaceName: null, mac: '52:54:00:AB:CD:EF' }] },
  ],
  [
    'network --device=eth0\nnetwork --device=eth1',
    { 'system.network': { ...automatic, device: 'eth0' } },
    { connections: [{ ...device, place: place(2) }] },
  ],
  [
    'repo --name=extra --baseurl=https://example.org/44/ --excludepkgs=a,b* --cost=5 --install --noverifyssl',
    {
      repositories: [
        { id: 'fedora' },
        { id: 'updates' },
        {
          id: 'extra',
          baseurl: ['https://example.org/44/'],
          keys: ['keys/extra.asc'],
          excludes: ['a', 'b*'],
        },
      ],
    },
  ],
  [
    'repo --name=docker-ce\nrepo --name=updates --metalink=https://example.org/m\nurl --url=https://example.org/os/',
    {
      repositories: [
        { id: 'fedora', baseurl: ['https://example.org/os/'] },
        { id: 'updates', metalink: 'https://example.org/m' },
        { id: 'docker-ce' },
      ],
    },
  ],
  [
    'repo --name=extra --mirrorlist=https://example.org/l\nurl --mirrorlist=https://example.org/f',
    {
      repositories: [
        { id: 'fedora', mirrorlist: 'https://example.org/f' },
        { id: 'updates' },
        { id: 'extra', mirrorlist: 'https://example.org/l', keys: ['keys/extra.asc'] },
      ],
    },
  ],
  [
    'url --metalink=https://example.org/m',
    { repositories: [{ id: 'fedora', metalink: 'https://example.org/m' }, { id: 'updates' }] },
  ],
  [
    'text\ncmdline --non-interactive\ngraphical\nzerombr\ncdrom\nmediacheck --yes\ninstall\neula --agreed',
    {},
  ],
  ['%addon com_redhat_kdump --disable\n%end\n%anaconda\n%end', {}],
];
