import * as v from 'valibot';
import { later, t } from '../../base/language/texts.js';
import { withoutTrailing } from '../../base/text/ends.js';
import { field, flag } from './field.js';
import * as shape from './field-types.js';
import { firewallFields } from './firewall.js';
import { keyboardFields } from './keyboard.js';
import { networkFields } from './network.js';
import { timeFields } from './time.js';
import { text } from './type-facts.js';
import {
  accountKeyForm,
  type GroupSpec,
  groupForm,
  groupSpec,
  type UserSpec,
  userDocument,
  userForm,
  userSpec,
} from './user.js';

const authselectWord = text(/^[^\p{Cc}]+$/u, {
  noun: later`word for authselect`,
  examples: ['select', 'sssd', 'with-mkhomedir'],
});

/** Settings of the system on the device. */
export const systemFields = {
  hostname: field({
    schema: shape.hostname,
    description: 'Host name of the device.',
    default: ({ name }) => hostnameFrom(name),
    defaultText: '`name`',
    flag: flag('--hostname NAME', 'host name'),
    kickstart: 'network --hostname',
    screen: 'system',
    ask: { label: later`Host name`, help: [later`Name of the device on its network.`] },
    summary: (hostname) => hostname,
  }),
  timezone: field({
    schema: shape.timezone,
    description: 'Time zone.',
    default: 'UTC',
    flag: flag('--timezone ZONE', 'time zone'),
    kickstart: 'timezone',
    screen: 'system',
    ask: {
      label: later`Time zone`,
      help: [
        later`A name of the IANA time zone database, as \`timedatectl list-timezones\` shows them. The hardware clock is kept in UTC.`,
      ],
    },
    summary: (timezone) => timezone,
  }),
  hardwareClock: field({
    schema: v.nullable(v.picklist(['UTC', 'LOCAL'])),
    description:
      'What the hardware clock shows: `UTC`, or `LOCAL` time; null says nothing of it, which is UTC.',
    default: null,
    kickstart: 'timezone --utc',
  }),
  time: timeFields,
  languages: field({
    schema: v.array(shape.language),
    description: 'Languages that are kept; the first is the default.',
    default: ['en_US.UTF-8'],
    flag: flag('--language LOCALE', 'language to keep, the first is the default (repeatable)', 'list'),
    kickstart: 'lang',
    screen: 'system',
    ask: {
      label: later`Languages`,
      help: [
        later`Locales to keep, with blanks between them; the first is the default. Translations of others are left out of the image.`,
      ],
    },
    summary: ([first = '']) => first,
  }),
  keymap: field({
    schema: shape.keymap,
    description: 'Keyboard layout of the console.',
    default: 'us',
    flag: flag('--keymap KEYMAP', 'keyboard layout of the console'),
    kickstart: 'keyboard --vckeymap',
    screen: 'system',
    ask: {
      label: later`Keyboard`,
      help: [later`Keyboard layout of the console, as \`localectl list-keymaps\` shows them.`],
    },
  }),
  keyboard: keyboardFields,
  rootPasswordHash: field({
    schema: v.nullable(shape.passwordHash),
    description: 'crypt(5) hash; null: no login by password.',
    default: null,
    flag: flag('--root-password-hash HASH', 'crypt(5) hash of the root password'),
    kickstart: 'rootpw',
    screen: 'system',
    ask: {
      label: later`Root password`,
      help: [
        later`Hidden as you type and hashed at once (SHA-512 crypt); only the hash is kept. Empty: root has no password, and nobody can log in with one.`,
      ],
      placeholder: later`none`,
    },
    summary: (hash) => (hash === null ? t`no root password` : t`root password`),
  }),
  rootSshKeys: field({
    schema: v.array(shape.sshKey),
    description: 'Public keys that may log in as root.',
    default: [],
    flag: flag(
      '--ssh-key KEY',
      'public key that may log in as root, or @FILE, gh:NAME, gl:NAME (repeatable)',
      'items',
    ),
    kickstart: 'sshkey',
    screen: 'system',
    ask: {
      label: later`SSH keys of root`,
      help: [
        later`Public keys that may log in as root: the content of files that end in \`.pub\`. Paste them; several are fine.`,
      ],
      placeholder: later`none`,
    },
    summary: ({ length }) =>
      length === 0 ? '' : length === 1 ? t`, 1 root SSH key` : t`, ${length} root SSH keys`,
  }),
  rootSshPassword: field({
    schema: v.boolean(),
    description: 'Whether root may log in by SSH with the password.',
    default: false,
    kickstart: 'rootpw --allow-ssh',
  }),
  groups: field({
    schema: v.array(groupForm),
    description: 'Groups that are made unless the image has them.',
    default: [],
    parse: (groups): GroupSpec[] => groups.map(groupSpec),
    kickstart: 'group',
  }),
  users: field({
    schema: v.array(userForm),
    description: 'Accounts in addition to root.',
    default: [],
    parse: (users): UserSpec[] => users.map(userSpec),
    print: (users) => users.map(userDocument),
    kickstart: 'user',
    screen: 'system',
    summary: (users) => (users.length === 0 ? '' : t`user ${users.map(({ name }) => name).join(', ')}`),
  }),
  accountSshKeys: field({
    schema: v.array(accountKeyForm),
    description: 'Public keys that may log in to accounts which packages or scripts make.',
    default: [],
    kickstart: 'sshkey',
  }),
  authselect: field({
    schema: v.array(authselectWord),
    description: 'Words for `authselect`, which chooses how accounts are found: `["select", "sssd"]`.',
    default: [],
    kickstart: 'authselect',
  }),
  network: networkFields,
  firewall: firewallFields,
  selinux: field({
    schema: v.picklist(['disabled', 'permissive', 'enforcing']),
    description: 'Mode of SELinux; other than disabled it needs a policy among the packages.',
    default: 'disabled',
    flag: flag('--selinux MODE', 'disabled, permissive or enforcing'),
    kickstart: 'selinux',
    screen: 'system',
    ask: {
      label: later`SELinux`,
      help: [
        later`tmpfsroot-fedora runs without SELinux. The other modes need the package set "SELinux policy".`,
      ],
    },
  }),
  services: {
    enabled: field({
      schema: v.array(shape.unit),
      description: 'Units to enable.',
      default: [],
      flag: flag('--enable-service UNIT', 'unit to enable (repeatable)', 'list'),
      kickstart: 'services --enabled',
      screen: 'system',
      ask: {
        label: later`Services to enable`,
        help: [
          later`Units that start at boot, separated by blanks: \`sshd chronyd\`. A name without an ending is a \`.service\`.`,
        ],
      },
      summary: (units) => (units.length === 0 ? '' : t`enables ${units.join(', ')}`),
    }),
    disabled: field({
      schema: v.array(shape.unit),
      description: 'Units to disable.',
      default: [],
      flag: flag('--disable-service UNIT', 'unit to disable (repeatable)', 'list'),
      kickstart: 'services --disabled',
      screen: 'system',
      ask: {
        label: later`Services to disable`,
        help: [later`Units to keep from starting although their packages enable them.`],
      },
    }),
    disabledIfPresent: field({
      schema: v.array(shape.unit),
      description: 'Units to disable if the image has them; without them there is no warning.',
      default: [],
      kickstart: 'firstboot --disable',
    }),
    required: field({
      schema: v.array(shape.unit),
      description: 'Units to enable that must run for a boot to count as good (boot-complete.target).',
      default: [],
      flag: flag(
        '--require-service UNIT',
        'unit to enable that must run for a boot to count as good (repeatable)',
        'list',
      ),
      screen: 'system',
      ask: {
        label: later`Required services`,
        help: [
          later`Units that must run for a boot to count as good, separated by blanks. They are also enabled. \`boot-complete.target\` is reached only when all of them run.`,
        ],
      },
    }),
  },
  defaultTarget: field({
    schema: v.nullable(v.picklist(['multi-user.target', 'graphical.target'])),
    description:
      'What the device starts: `multi-user.target`, or `graphical.target` with a graphical login; null leaves it to the packages.',
    default: null,
    flag: flag('--default-target TARGET', 'multi-user.target or graphical.target'),
    kickstart: 'xconfig --startxonboot',
  }),
  kernelArguments: field({
    schema: v.array(shape.kernelArgument),
    description: 'Added to the command line of the kernel.',
    default: [],
    flag: flag('--kernel-arg ARG', 'kernel argument (repeatable)', 'items'),
    kickstart: 'bootloader --append',
    screen: 'system',
    ask: {
      label: later`Kernel arguments`,
      help: [
        later`Added to the command line of both slots, with blanks between them: \`mitigations=off quiet\`.`,
      ],
    },
  }),
  consoles: field({
    schema: v.array(shape.console),
    description: 'Consoles of the kernel; the last gets /dev/console.',
    default: ['tty0', 'ttyS0,115200'],
    flag: flag('--console CONSOLE', 'console of the kernel, last is /dev/console (repeatable)', 'items'),
    screen: 'system',
    ask: {
      label: later`Consoles`,
      help: [
        later`Consoles of the kernel with blanks between them; the last one also gets the messages of the boot: \`tty0 ttyS0,115200\`.`,
      ],
    },
  }),
};

function hostnameFrom(name: string): string {
  const plain = name
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, '-')
    .replace(/^-+/, '');
  const cleaned = withoutTrailing(plain.slice(0, 63), '-');
  return cleaned === '' ? 'tmpfsroot' : cleaned;
}
