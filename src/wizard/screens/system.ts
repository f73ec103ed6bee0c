import type { Finding } from '../../spec/finding.js';
import type { ImageSpec, UserSpec } from '../../spec/image-spec.js';
import { splitKeys } from '../../spec/ssh-key.js';
import { type Field, specField, writePath } from '../fields.js';
import type { Screen } from './screen.js';

/** What the system on the device is called, who may log in, what runs. */
export const systemScreen: Screen = {
  id: 'system',
  title: 'System',
  help: [
    'Settings of the system on the device. They are written to tmpfsroot.json and, in the terms of kickstart, to ks/ks.root.cfg.',
    'The root lives in memory: a setting that is changed on the device is gone after a reboot. What must last is set here.',
  ],
  fields: ({ spec }) => [...naming, ...networkFields(spec), ...access, ...userFields(spec), ...running],
  paths: ['name', 'system', 'persist', 'install'],
};

const unattendedHelp = [
  'With `yes` the installer starts by itself and wipes the named disks without asking: for a stick that is only plugged into machines that are to be installed.',
  'With `no` its menu starts what is installed on the disk after a pause, and the installer only when somebody chooses it.',
];

const naming: readonly Field[] = [
  specField('name', 'Name of the image', [
    'Names the output files (NAME-installer.iso) and stands in the installer.',
  ]),
  specField('system.hostname', 'Host name', ['Name of the device on its network.']),
  specField('system.timezone', 'Time zone', [
    'A name of the IANA time zone database, as `timedatectl list-timezones` shows them. The hardware clock is kept in UTC.',
  ]),
  specField('system.languages', 'Languages', [
    'Locales to keep, with blanks between them; the first is the default. Translations of others are left out of the image.',
  ]),
  specField('system.keymap', 'Keyboard', [
    'Keyboard layout of the console, as `localectl list-keymaps` shows them.',
  ]),
];

const access: readonly Field[] = [
  passwordField('system.rootPasswordHash', 'Root password', [
    'Typed unseen and hashed at once (SHA-512 crypt); only the hash is kept. Empty: the root account has no password and nobody logs in with one.',
  ]),
  keysField(
    'system.rootSshKeys',
    'SSH keys of root',
    [
      'Public keys that may log in as root: the content of files that end in `.pub`. Paste them; several are fine.',
    ],
    (spec) => spec.system.rootSshKeys,
    (spec, sshKeys) => ({ ...spec, system: { ...spec.system, rootSshKeys: sshKeys } }),
  ),
  {
    id: 'user.name',
    label: 'User',
    kind: 'text',
    help: ['An account besides root, or empty for none.'],
    flag: null,
    paths: ['system.users'],
    placeholder: 'none',
    read: ({ system }) => system.users[0]?.name ?? '',
    write: (spec, text) => writeUser(spec, text.trim()),
  },
];

const running: readonly Field[] = [
  specField(
    'system.selinux',
    'SELinux',
    [
      'The system that this one follows turns SELinux off. The other modes need the package set "SELinux policy".',
    ],
    {
      kind: 'choice',
      choices: () => ['disabled', 'permissive', 'enforcing'].map((value) => ({ value, label: value })),
    },
  ),
  specField('system.services.enabled', 'Services to enable', [
    'Units that start at boot, with blanks between them: `sshd chronyd`. A name without an ending is a `.service`.',
  ]),
  specField('system.services.required', 'Services to require', [
    'Units that must run for a boot to count as good, with blanks between them. They are enabled too, and the target `boot-complete.target` is reached only when all of them run.',
  ]),
  specField('system.services.disabled', 'Services to disable', [
    'Units that their packages enable and that are not wanted.',
  ]),
  specField('system.kernelArguments', 'Kernel arguments', [
    'Added to the command line of both slots, with blanks between them: `mitigations=off quiet`.',
  ]),
  specField('system.consoles', 'Consoles', [
    'Consoles of the kernel with blanks between them; the last one also gets the messages of the boot: `tty0 ttyS0,115200`.',
  ]),
  specField('persist', 'Kept files', [
    'Files and folders, with blanks between them, that the device keeps in /persist from one start to the next: `/etc/chrony.keys`. SSH host keys and machine-id are kept anyway. `tmpfsroot-persist save` on the device takes them as they are then.',
  ]),
  specField('install.unattended', 'Unattended install', unattendedHelp),
  specField(
    'install.then',
    'After the install',
    ['What the installer does when all is written and verified.'],
    {
      kind: 'choice',
      choices: () => ['reboot', 'poweroff'].map((value) => ({ value, label: value })),
    },
  ),
];

const networkHelp =
  'Without static addresses NetworkManager asks for them by itself on every wired interface (DHCP, router advertisements). Other connections go into root.override/etc/NetworkManager/system-connections.';

function networkFields({ system: { network } }: ImageSpec): Field[] {
  const isStatic = network.addresses.length > 0 || network.gateway !== null;
  return [
    specField(
      'system.network.addresses',
      'Network addresses',
      [
        'Static addresses with their prefix, with blanks between them: `192.168.1.10/24`. Empty: automatic.',
        networkHelp,
      ],
      { placeholder: 'automatic' },
    ),
    ...(isStatic
      ? [
          specField('system.network.gateway', '  Gateway', ['The router that everything else is sent to.'], {
            placeholder: 'none',
          }),
        ]
      : []),
    specField(
      'system.network.dns',
      '  Name servers',
      [
        'Addresses of name servers, with blanks between them; empty: those that the network names.',
        networkHelp,
      ],
      {
        placeholder: isStatic ? 'none' : 'automatic',
      },
    ),
    specField(
      'system.network.device',
      '  Interface',
      [
        'The interface that this is for, as the device names it: `enp1s0`. Empty: any wired one.',
        networkHelp,
      ],
      {
        placeholder: 'any wired one',
      },
    ),
  ];
}

function userFields(spec: ImageSpec): Field[] {
  const user = spec.system.users[0];
  if (user === undefined) return [];
  return [
    {
      id: 'user.groups',
      label: '  Groups',
      kind: 'text',
      help: ['Groups besides the own one, with blanks between them. Members of `wheel` may use sudo.'],
      flag: null,
      paths: ['system.users[0].groups'],
      placeholder: 'none',
      read: ({ system }) => system.users[0]?.groups.join(' ') ?? '',
      write: (now, text) => changeUser(now, { groups: wordsOf(text) }),
    },
    passwordField('user.password', '  Password', [
      'Typed unseen and hashed at once; only the hash is kept. Empty: no password, log in with a key.',
    ]),
    keysField(
      'user.sshKeys',
      '  SSH keys',
      ['Public keys that may log in as this user.'],
      ({ system }) => system.users[0]?.sshKeys ?? [],
      (now, sshKeys) => withUser(now, { sshKeys }),
    ),
  ];
}

/** Puts a hash where the field of a password means it. */
export function withHash(spec: ImageSpec, field: string, hash: string | null): ImageSpec {
  if (field === 'user.password') return withUser(spec, { passwordHash: hash });
  return { ...spec, system: { ...spec.system, rootPasswordHash: hash } };
}

function passwordField(id: string, label: string, help: readonly string[]): Field {
  return {
    id,
    label,
    kind: 'secret',
    help,
    flag: id === 'system.rootPasswordHash' ? '--root-password-hash' : null,
    paths: [id === 'user.password' ? 'system.users[0].passwordHash' : id],
    placeholder: 'none',
    read: ({ system }) =>
      (id === 'user.password' ? system.users[0]?.passwordHash : system.rootPasswordHash) ?? '',
    write: (spec, text) => withHash(spec, id, text === '' ? null : text),
  };
}

function keysField(
  id: string,
  label: string,
  help: readonly string[],
  read: (spec: ImageSpec) => readonly string[],
  write: (spec: ImageSpec, keys: string[]) => ImageSpec,
): Field {
  const path = id === 'user.sshKeys' ? 'system.users[0].sshKeys' : id;
  return {
    id,
    label,
    kind: 'text',
    help,
    flag: id === 'system.rootSshKeys' ? '--ssh-key' : null,
    paths: [path],
    placeholder: 'none',
    read: (spec) => read(spec).join(' '),
    write: (spec, text) => {
      return checkedBy(spec, write(spec, splitKeys(text)), path);
    },
  };
}

function writeUser(spec: ImageSpec, name: string): ImageSpec | Finding {
  const [first, ...others] = spec.system.users;
  if (name === '') return { ...spec, system: { ...spec.system, users: others } };
  const user: UserSpec = first ?? { name, groups: ['wheel'], passwordHash: null, sshKeys: [] };
  return checkedBy(
    spec,
    { ...spec, system: { ...spec.system, users: [{ ...user, name }, ...others] } },
    'system.users',
  );
}

function changeUser(spec: ImageSpec, change: Partial<UserSpec>): ImageSpec | Finding {
  return checkedBy(spec, withUser(spec, change), 'system.users');
}

function withUser(spec: ImageSpec, change: Partial<UserSpec>): ImageSpec {
  const [first, ...others] = spec.system.users;
  if (first === undefined) return spec;
  return { ...spec, system: { ...spec.system, users: [{ ...first, ...change }, ...others] } };
}

/** The new spec when the schema takes what stands at the path now, else what is wrong with it. */
function checkedBy(before: ImageSpec, after: ImageSpec, path: string): ImageSpec | Finding {
  const top = path.startsWith('system.users') ? 'system.users' : path;
  const value = top === 'system.users' ? after.system.users : after.system.rootSshKeys;
  return writePath(before, top, value);
}

function wordsOf(text: string): string[] {
  return text.split(/[,\s]+/).filter((word) => word !== '');
}
