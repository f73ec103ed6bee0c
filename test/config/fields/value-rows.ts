import { passwordHash, sshKey } from '../generated-specs.js';
import { keyOf } from '../made-keys.js';

/** What a field takes and refuses, and so the program that reads it in the image or on the build machine. */
export interface ValueRow {
  /** Elements of a list are written with `[]`: each value is a list of one. */
  field: string;
  reader: string;
  taken: readonly string[];
  refused: readonly string[];
}

const ed25519 = sshKey.split(' ').slice(0, 2).join(' ');
const point = (bytes: number) => Buffer.alloc(bytes, 4);
const rsa = (bytes: number) => keyOf('ssh-rsa', Buffer.from([1, 0, 1]), Buffer.alloc(bytes, 0x7f));
const letters = (count: number) => 'x'.repeat(count);

export const valueRows: readonly ValueRow[] = [
  {
    field: 'system.users.name',
    reader: 'useradd of Fedora (shadow-utils, chkname.c)',
    taken: ['op', '_svc', 'Ada', 'john.doe', '3d-printer', 'pc-7$', 'a', letters(32)],
    refused: ['', '1000', '.', '..', '-op', 'o p', 'o:p', 'o/p', 'öp', '$op', 'a$b', letters(33)],
  },
  {
    field: 'system.users.groups[]',
    reader: 'groupadd of Fedora (shadow-utils, chkname.c)',
    taken: ['wheel', 'dialout', 'Ops.team'],
    refused: ['', '10', 'a,b', 'a b', letters(33)],
  },
  {
    field: 'system.rootPasswordHash',
    reader: 'crypt(5) of libxcrypt',
    taken: [
      passwordHash,
      `$6$rounds=656000$aBcDeFgHiJkLmNoP$${letters(86)}`,
      `$5$salt$${letters(43)}`,
      `$1$salt$${letters(22)}`,
      `$y$j9T$F5Jx5fExrKuPp53xLKQ..1$${letters(43)}`,
      `$gy$j9T$F5Jx5fExrKuPp53xLKQ..1$${letters(43)}`,
      `$2b$12$${letters(53)}`,
      `$7$CU..../....2Q9obwLhin8qvQl6sisAO/$${letters(43)}`,
    ],
    refused: [
      '!',
      '*',
      '!!',
      'secret',
      'abcdefghijklm',
      passwordHash.slice(0, -1),
      `${passwordHash}x`,
      passwordHash.slice(2),
      `$6$rounds=0$salt$${letters(86)}`,
      `$2b$32$${letters(53)}`,
      `$6$${letters(17)}$${letters(86)}`,
      `!${passwordHash}`,
    ],
  },
  {
    field: 'system.rootSshKeys[]',
    reader: 'sshd(8), AUTHORIZED_KEYS FILE FORMAT',
    taken: [
      ed25519,
      `${ed25519} Jürgen's "desk", #1`,
      rsa(257),
      keyOf('ecdsa-sha2-nistp256', 'nistp256', point(65)),
      keyOf('ecdsa-sha2-nistp384', 'nistp384', point(97)),
      keyOf('ecdsa-sha2-nistp521', 'nistp521', point(133)),
      keyOf('sk-ssh-ed25519@openssh.com', point(32), 'ssh:'),
      keyOf('sk-ecdsa-sha2-nistp256@openssh.com', 'nistp256', point(65), 'ssh:'),
      `restrict ${ed25519} op`,
      `command="/usr/bin/backup \\"all of it\\"",no-pty ${ed25519}`,
      `from="10.0.0.0/8,!10.0.0.1",No-Port-Forwarding,permitopen="db.example:5432",permitopen="[::1]:*" ${ed25519}`,
      `cert-authority,principals="ops" ${ed25519}`,
      `expiry-time="20301231",environment="A=b",tunnel="any",no-touch-required ${ed25519}`,
    ],
    refused: [
      '',
      'ssh-ed25519 AAAA',
      ed25519.slice(0, -4),
      `${ed25519}AAAA`,
      ed25519.replace('ssh-ed25519 ', 'ssh-rsa '),
      ed25519.replace('ssh-ed25519 ', ''),
      `${ed25519}\n${ed25519}`,
      rsa(129),
      keyOf('ssh-dss', point(129), point(21), point(129), point(129)),
      keyOf('ecdsa-sha2-nistp256', 'nistp384', point(65)),
      keyOf('ssh-ed25519-cert-v01@openssh.com', point(32), point(32)),
      `no-such-option ${ed25519}`,
      `command="x ${ed25519}`,
      `command=x ${ed25519}`,
      `command="a",command="b" ${ed25519}`,
      `expiry-time="tomorrow" ${ed25519}`,
      `restrict, no-pty ${ed25519}`,
      '-----BEGIN OPENSSH PRIVATE KEY-----',
      '---- BEGIN SSH2 PUBLIC KEY ----',
    ],
  },
  {
    field: 'system.hostname',
    reader: 'systemd (hostname-util.c) and sethostname(2)',
    taken: ['robot-1', 'a', '7', 'Robot.example.org', letters(63), `${letters(60)}.abc`],
    refused: ['', '-a', 'a-', 'a_b', 'a..b', 'a.', '.a', 'a b', 'ä', letters(64), `${letters(60)}.abcd`],
  },
  {
    field: 'system.timezone',
    reader: 'tzset(3), below /usr/share/zoneinfo',
    taken: [
      'UTC',
      'Asia/Tokyo',
      'Etc/GMT+12',
      'America/Argentina/Buenos_Aires',
      'posix/America/Indiana/Knox',
    ],
    refused: ['', '/etc/shadow', '../x', 'Asia//Tokyo', 'Asia/', 'Asia Tokyo', 'a/b/c/d/e'],
  },
  {
    field: 'system.languages[]',
    reader: 'setlocale(3) of glibc',
    taken: [
      ...['en_US.UTF-8', 'en_US.utf8', 'en_US', 'C', 'POSIX', 'C.UTF-8', 'C.utf8', 'sr_RS.UTF-8@latin'],
      ...['de_DE@euro', 'ja_JP.eucJP', 'zh_CN.GB18030', 'eo.UTF-8', 'eo', 'fil_PH.UTF-8'],
    ],
    refused: [
      '',
      'en',
      'de.UTF-8',
      'en-US',
      'EN_US',
      'en_us.UTF-8',
      'english',
      'en_US.',
      'en_US.UTF-8@',
      '../x',
    ],
  },
  {
    field: 'system.keymap',
    reader: 'loadkeys(1), below /usr/lib/kbd/keymaps',
    taken: [
      'us',
      'jp106',
      'de-latin1-nodeadkeys',
      'cz-qwerty',
      'sr-latin',
      'defkeymap_V1.0',
      'us-altgr-intl',
    ],
    refused: ['', 'us map', 'cz (qwerty)', '../us', '-q', 'us;reboot'],
  },
  {
    field: 'system.network.device',
    reader: 'dev_valid_name of the kernel, NetworkManager',
    taken: ['eth0', 'enp1s0f0np0', 'enxa0cec8d1e2f3', 'eth0.7', 'wan_1', '_lan', '3com'],
    refused: ['', 'all', 'default', 'bonding_masters', '7', 'a/b', 'a b', 'a:1', '..', letters(16)],
  },
  {
    field: 'system.network.dns[]',
    reader: 'NetworkManager (inet_pton(3))',
    taken: ['9.9.9.9', '127.0.0.53', '2620:fe::fe', '::1', '::ffff:9.9.9.9'],
    refused: [
      ...['', 'dns.example', '9.9.9', '09.9.9.9', '9.9.9.9:53', '9.9.9.9#dns.quad9.net', '[fd00::1]:53'],
      ...['dns+tls://9.9.9.9', 'fe80::1%eth0', '256.1.1.1', 'fd00:::1'],
    ],
  },
  {
    field: 'system.services.enabled[]',
    reader: 'systemd (unit-name.c)',
    taken: [
      ...['sshd', 'sshd.service', 'getty@tty1.service', 'a@.service', '-.mount', '_x.timer', 'a:b.socket'],
      ...['dev-disk-by\\x2dlabel-DATA.swap', letters(247)],
    ],
    refused: [
      '',
      '@a.service',
      'a b.service',
      'a/b.service',
      'a\\b.service',
      'ä.service',
      'a%i.service',
      letters(248),
    ],
  },
  {
    field: 'system.kernelArguments[]',
    reader: 'GRUB and parse_args of the kernel',
    taken: [
      ...[
        'quiet',
        'mitigations=off',
        'isolcpus=1,2-4',
        'memmap=4G!12G',
        'memmap=64M$0x18690000',
        'pci=nomsi',
      ],
      ...[
        'crashkernel=1G-4G:192M,4G-:256M',
        'ip=[fd00::1]',
        'module.param=a|b',
        'systemd.mask=a@b.service',
        'x=#',
      ],
    ],
    refused: ['', 'a b', 'a="b"', "a='b'", 'a\\b', 'a`b`', '-x', 'a\nb', 'ä=1'],
  },
  {
    field: 'system.consoles[]',
    reader: 'console_setup of the kernel (printk.c)',
    taken: [
      ...[
        'tty0',
        'ttyS0',
        'ttyS0,115200',
        'ttyS0,115200n8',
        'ttyS1,9600e7r',
        'ttyAMA0,115200',
        'hvc0',
        'null',
      ],
      ...['uart8250,io,0x3f8,115200n8', 'uart,mmio32,0xfedc9000,115200'],
    ],
    refused: [
      '',
      '/dev/ttyS0',
      'console=ttyS0',
      'ttyS0 115200',
      'ttyS0,fast',
      'ttyS0,115200x8',
      'uart,0x3f8',
    ],
  },
  {
    field: 'repositories.id',
    reader: 'dnf (repository ids)',
    taken: ['fedora', 'copr:copr.fedorainfracloud.org:user:project', 'a.b-c_d', '_local'],
    refused: ['', 'my repo', '-a', '.a', 'a/b', 'a=b', 'ä', letters(129)],
  },
  {
    field: 'repositories.baseurl[]',
    reader: 'the WHATWG URL standard (fetch) and librepo',
    taken: [
      ...['https://example.org/a/', 'http://[fd00::1]:8080/a', 'file:///srv/repo', 'https://h/x?y=z@'],
      ...['https://h/~user/a+b/'],
    ],
    refused: [
      ...[
        '',
        'ftp://h/a',
        'rsync://h/a',
        '/srv/repo',
        'https://',
        'https://h/a b/',
        'https://h:99999/',
        'https://[::1/',
      ],
      ...['https://h/$releasever/$basearch/', 'file://srv/repo', 'example.org/a'],
      ...['https://u:p%40@h/x?y=z', 'http://u@h/', 'http://:p@h'],
    ],
  },
  {
    field: 'engine.image',
    reader: "podman's and docker's reference grammar",
    taken: [
      ...['fedora', 'fedora:44', 'registry.example:5000/build/tools:1.0_a', 'localhost/tfr-tools'],
      ...[`quay.io/a/b@sha256:${'a'.repeat(64)}`, 'Registry.Example/a'],
    ],
    refused: [
      ...[
        '',
        'Fedora',
        'a b',
        'docker://fedora',
        'a::b',
        'a/',
        '-a',
        'a:',
        `a@sha256:${'a'.repeat(63)}`,
        'https://a/b',
      ],
    ],
  },
];

/** A document of a project file in which the field of a row has a value. */
export function documentWith(field: string, value: string): unknown {
  const given = field.endsWith('[]') ? [value] : value;
  const name = field.replace('[]', '');
  if (name.startsWith('system.users.')) {
    return { system: { users: [{ name: 'op', [name.slice('system.users.'.length)]: given }] } };
  }
  if (name.startsWith('repositories.')) {
    return { repositories: [{ id: 'x', [name.slice('repositories.'.length)]: given }] };
  }
  return name.split('.').reduceRight<unknown>((inner, key) => ({ [key]: inner }), given);
}
