import { saltOf, sha512Crypt } from '../../../src/project/sha512-crypt.js';
import { type CommandRow, networkRows } from './network-rows.js';

const hash = `$6$abc$${'x'.repeat(86)}`;
const key = `ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ9a1VqvXDuLH1VpLxgAyCU3pCmBqHqbV1kh3kqjYqWJ op, "desk" # 1`;
export const quotedKey = `"${key.replaceAll('"', '\\"')}"`;
const place = (line = 1) => ({ file: 'ks/ks.root.cfg', line });
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
