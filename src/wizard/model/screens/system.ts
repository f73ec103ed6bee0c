import type { Finding } from '../../../base/finding.js';
import { later } from '../../../base/language/texts.js';
import { matters } from '../../../config/fields/matters.js';
import { splitKeys } from '../../../config/fields/ssh-key.js';
import { userSpec } from '../../../config/fields/user.js';
import type { ImageSpec, UserSpec } from '../../../config/image-spec.js';
import { userLabels } from '../field-labels.js';
import { type Field, pathsOfScreen, specField, writePath } from '../fields.js';
import { keymapList, localeList, timeZoneList } from '../picks/system-lists.js';
import { fieldSummary } from './field-summary.js';
import type { Screen } from './screen.js';

/** What the system on the device is called, who may log in, what runs. */
export const systemScreen: Screen = {
  id: 'system',
  title: later`System`,
  shortTitle: later`System`,
  keys: 'form',
  help: [
    later`Settings of the system on the device. They are written to tmpfsroot.json.`,
    later`The root lives in memory: a setting changed on the device is lost at reboot. Set here what must last.`,
  ],
  fields: ({ spec }) =>
    fields.flatMap((field) => {
      if (field.id === user.id) return [user, ...userFields(spec)];
      if (!matters(spec, field.id)) return [];
      return [field.id === 'system.network.dns' ? nameServers(spec, field) : field];
    }),
  paths: ['name', 'system', 'persist', 'install'],
  summary: ({ spec }) => fieldSummary(spec, 'system'),
};

const order = [
  ...['name', 'system.hostname', 'system.timezone', 'system.languages', 'system.keymap'],
  ...['system.network.addresses', 'system.network.gateway', 'system.network.dns', 'system.network.device'],
  ...['system.rootPasswordHash', 'system.rootSshKeys'],
  ...['system.selinux', 'system.services.enabled', 'system.services.required'],
];

const user: Field = {
  id: 'user.name',
  label: userLabels.name,
  kind: 'text',
  help: [later`An account in addition to root, or empty for none.`],
  flag: null,
  paths: ['system.users'],
  placeholder: later`none`,
  read: ({ system }) => system.users[0]?.name ?? '',
  write: (spec, text) => writeUser(spec, text.trim()),
};

const keysPick = { kind: 'keys', hint: later`pick keys` } as const;

const special: Readonly<Record<string, Partial<Field>>> = {
  'system.timezone': { pick: timeZoneList },
  'system.languages': { pick: localeList },
  'system.keymap': { pick: keymapList },
  'system.rootPasswordHash': {
    kind: 'secret',
    write: (spec, text) => withHash(spec, 'system.rootPasswordHash', text === '' ? null : text),
  },
  'system.rootSshKeys': {
    write: (spec, text) => writePath(spec, 'system.rootSshKeys', splitKeys(text)),
    pick: keysPick,
  },
};

/** The account besides root is asked for behind root's own. */
const fields: readonly Field[] = pathsOfScreen('system', order).flatMap((path) => {
  const field = specField(path, special[path]);
  return path === 'system.rootSshKeys' ? [field, user] : [field];
});

function nameServers({ system: { network } }: ImageSpec, field: Field): Field {
  return network.addresses.length > 0 || network.gateway !== null
    ? { ...field, placeholder: later`none` }
    : field;
}

function userFields(spec: ImageSpec): Field[] {
  const user = spec.system.users[0];
  if (user === undefined) return [];
  return [
    {
      id: 'user.groups',
      label: `  ${userLabels.groups}`,
      kind: 'text',
      help: [later`Groups in addition to its own, separated by blanks. Members of \`wheel\` may use sudo.`],
      flag: null,
      paths: ['system.users[0].groups'],
      placeholder: later`none`,
      read: ({ system }) => system.users[0]?.groups.join(' ') ?? '',
      write: (now, text) => changeUser(now, { groups: wordsOf(text) }),
    },
    {
      id: 'user.password',
      label: `  ${userLabels.passwordHash}`,
      kind: 'secret',
      help: [
        later`Hidden as you type and hashed at once; only the hash is kept. Empty: no password, log in with a key.`,
      ],
      flag: null,
      paths: ['system.users[0].passwordHash'],
      placeholder: later`none`,
      read: ({ system }) => system.users[0]?.passwordHash ?? '',
      write: (now, text) => withHash(now, 'user.password', text === '' ? null : text),
    },
    {
      id: 'user.sshKeys',
      label: `  ${userLabels.sshKeys}`,
      kind: 'text',
      help: [later`Public keys that may log in as this user.`],
      flag: null,
      paths: ['system.users[0].sshKeys'],
      placeholder: later`none`,
      pick: keysPick,
      read: ({ system }) => system.users[0]?.sshKeys.join(' ') ?? '',
      write: (now, text) => changeUser(now, { sshKeys: splitKeys(text) }),
    },
  ];
}

/** Puts a hash where the field of a password means it. */
export function withHash(spec: ImageSpec, field: string, hash: string | null): ImageSpec {
  if (field === 'user.password') return withUser(spec, { passwordHash: hash });
  return { ...spec, system: { ...spec.system, rootPasswordHash: hash } };
}

function writeUser(spec: ImageSpec, name: string): ImageSpec | Finding {
  const [first, ...others] = spec.system.users;
  if (name === '') return { ...spec, system: { ...spec.system, users: others } };
  const account: UserSpec = first ?? userSpec({ name, groups: ['wheel'] });
  return writePath(spec, 'system.users', [{ ...account, name }, ...others]);
}

function changeUser(spec: ImageSpec, change: Partial<UserSpec>): ImageSpec | Finding {
  return writePath(spec, 'system.users', withUser(spec, change).system.users);
}

function withUser(spec: ImageSpec, change: Partial<UserSpec>): ImageSpec {
  const [first, ...others] = spec.system.users;
  if (first === undefined) return spec;
  return { ...spec, system: { ...spec.system, users: [{ ...first, ...change }, ...others] } };
}

function wordsOf(text: string): string[] {
  return text.split(/[,\s]+/).filter((word) => word !== '');
}
