import { saltOf, sha512Crypt } from '../../../src/base/sha512-crypt.js';
import { type CommandRow, networkRows } from './network-rows.js';

const hash = `$6$abc$${'x'.repeat(86)}`;
const key = `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ9a1VqvXDuLH1VpLxgAyCU3pCmBqHqbV1kh3kqjYqWJ op, "desk" # 1`;
export const quotedKey = `"${key.replaceAll('"', '\\"')}"`;
const user = { name: 'op', groups: [], passwordHash: null, sshKeys: [] };
const firewallOf = (changes: Record<string, unknown>) => ({
  'system.firewall': {
    enabled: true,
    services: ['ssh'],
    removedServices: [],
    ports: [],
    trusted: [],
    ...changes,
  },
});
const server = (host: string, nts = false) => ({ kind: 'server', host, nts });

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
  [
    `rootpw --allow-ssh --iscrypted ${hash}`,
    { 'system.rootPasswordHash': hash, 'system.rootSshPassword': true },
  ],
  [`user --name=op --password=${hash} --iscrypted`, { 'system.users': [{ ...user, passwordHash: hash }] }],
  [`user --name op --lock --password ${hash} --iscrypted`, { 'system.users': [user] }],
  [
    'user --name=op --groups="wheel, plc(4711)"',
    {
      'system.users': [{ ...user, groups: ['wheel', 'plc'] }],
      'system.groups': [
        { name: 'wheel', gid: null },
        { name: 'plc', gid: 4711 },
      ],
    },
  ],
  [
    'user --name=op --uid=1500 --gid=1600 --homedir=/srv/op --shell=/bin/sh --gecos="The Operator"',
    {
      'system.users': [
        { ...user, uid: 1500, gid: 1600, home: '/srv/op', shell: '/bin/sh', comment: 'The Operator' },
      ],
    },
  ],
  ['user --name=op --uid 7', { 'system.users': [{ ...user, uid: 7 }] }],
  ['group --name=plc --gid=4711', { 'system.groups': [{ name: 'plc', gid: 4711 }] }],
  ['group --name=plc', { 'system.groups': [{ name: 'plc', gid: null }] }],
  [`sshkey --username=root ${quotedKey}`, { 'system.rootSshKeys': [key] }],
  [`user --name=op\nsshkey --username=op ${quotedKey}`, { 'system.users': [{ ...user, sshKeys: [key] }] }],
  [`sshkey --username docker ${quotedKey}`, { 'system.accountSshKeys': [{ user: 'docker', key }] }],
  [
    'authselect select local with-mkhomedir --force',
    { 'system.authselect': ['select', 'local', 'with-mkhomedir', '--force'] },
  ],
  ['timezone Asia/Tokyo --utc', { 'system.timezone': 'Asia/Tokyo', 'system.hardwareClock': 'UTC' }],
  ['timezone Asia/Tokyo --isUtc', { 'system.timezone': 'Asia/Tokyo', 'system.hardwareClock': 'UTC' }],
  ['timezone Asia/Tokyo', { 'system.timezone': 'Asia/Tokyo', 'system.hardwareClock': 'LOCAL' }],
  ['timezone --utc', { 'system.hardwareClock': 'UTC' }],
  [
    'timezone --utc --ntpservers=a,b.example',
    { 'system.hardwareClock': 'UTC', 'system.time.sources': [server('a'), server('b.example')] },
  ],
  ['timezone --utc --nontp', { 'system.hardwareClock': 'UTC', 'system.time.disabled': true }],
  [
    'timesource --ntp-server=a.example --nts\ntimesource --ntp-pool=b.example',
    { 'system.time.sources': [server('a.example', true), { kind: 'pool', host: 'b.example', nts: false }] },
  ],
  ['timesource --ntp-disable', { 'system.time.disabled': true }],
  [
    'lang ja_JP.UTF-8 --addsupport=en_US.UTF-8,C.UTF-8',
    { 'system.languages': ['ja_JP.UTF-8', 'en_US.UTF-8', 'C.UTF-8'] },
  ],
  ['keyboard jp106', { 'system.keymap': 'jp106' }],
  ['keyboard --vckeymap=de', { 'system.keymap': 'de' }],
  [
    "keyboard --xlayouts='cz (qwerty)',us --switch=grp:alt_shift_toggle",
    {
      'system.keymap': 'cz-qwerty',
      'system.keyboard': { layouts: ['cz (qwerty)', 'us'], options: ['grp:alt_shift_toggle'] },
    },
  ],
  ['selinux --disabled', { 'system.selinux': 'disabled' }],
  ['selinux --permissive', { 'system.selinux': 'permissive' }],
  ['selinux --enforcing', { 'system.selinux': 'enforcing' }],
  [
    'services --enabled=sshd,chronyd --disabled "kdump, cups"',
    { 'system.services.enabled': ['sshd', 'chronyd'], 'system.services.disabled': ['kdump', 'cups'] },
  ],
  ['firewall --enabled', firewallOf({})],
  ['firewall --disable', firewallOf({ enabled: false, services: [] })],
  ['firewall --disabled --http --port=80', firewallOf({ enabled: false, services: [] })],
  ['firewall --http\nfirewall --use-system-defaults', firewallOf({ enabled: null, services: [] })],
  [
    'firewall --enable --http --smtp --ftp --ssh --service=cockpit --remove-service=mdns',
    firewallOf({ services: ['cockpit', 'ftp', 'http', 'smtp', 'ssh'], removedServices: ['mdns'] }),
  ],
  [
    'firewall --port=8080,53:udp --port 22:tcp --trust=eth0 --trust eth1',
    firewallOf({ services: [], ports: ['8080:tcp', '53:udp', '22:tcp'], trusted: ['eth0', 'eth1'] }),
  ],
  ['firewall --use-system-defaults', firewallOf({ enabled: null, services: [] })],
  [
    'bootloader --append="quiet  isolcpus=1,2" --location=mbr --boot-drive=sda --nombr',
    { 'system.kernelArguments': ['quiet', 'isolcpus=1,2'] },
  ],
  ['bootloader --leavebootorder --driveorder=sda --timeout=5 --default=x', {}],
  ['firstboot --disable', { 'system.services.disabledIfPresent': ['initial-setup.service'] }],
  ['skipx', { 'system.defaultTarget': 'multi-user.target' }],
  ['xconfig --startxonboot --defaultdesktop=GNOME', { 'system.defaultTarget': 'graphical.target' }],
  ['reboot --eject --kexec', { 'install.then': 'reboot' }],
  ...['poweroff', 'shutdown', 'halt'].map((name): CommandRow => [name, { 'install.then': 'poweroff' }]),
  ...networkRows,
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
