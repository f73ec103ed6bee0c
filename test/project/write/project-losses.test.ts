import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defaultSpec } from '../../../src/config/defaults.js';
import { userSpec } from '../../../src/config/fields/user.js';
import type { ImageSpec } from '../../../src/config/image-spec.js';
import { repositorySpec } from '../../../src/config/releases/repository-spec.js';
import { packageLosses, settingLosses } from '../../../src/project/write/project-losses.js';

const hash = `$6$salt$${'h'.repeat(86)}`;
const repository = (id: string, ...keys: string[]) => ({ ...repositorySpec({ id }), keys });
const user = (name: string) => userSpec({ name });

/** What a default spec loses of these changes when the second ones take their place. */
function lossesOf(was: (spec: ImageSpec) => void, is: (spec: ImageSpec) => void = () => {}): string[] {
  const [before, after] = [defaultSpec({ name: 'a' }), defaultSpec({ name: 'a' })];
  was(before);
  is(after);
  return settingLosses(before, after);
}

const settings: [string, string[], string[]][] = [
  ['nothing decided', lossesOf(() => {}), []],
  [
    'nothing decided, something new',
    lossesOf(
      () => {},
      (spec) => {
        spec.release = 43;
      },
    ),
    [],
  ],
  [
    'repositories and keys',
    lossesOf((spec) => {
      spec.repositories = [repository('acme', 'keys/a', 'keys/b'), repository('local')];
    }),
    ['repositories acme, local', '2 keys of packages'],
  ],
  [
    'one of two repositories',
    lossesOf(
      (spec) => {
        spec.repositories = [repository('acme', 'k'), repository('local')];
      },
      (spec) => {
        spec.repositories = [repository('local')];
      },
    ),
    ['repository acme', '1 key of packages'],
  ],
  [
    'a repository that is another under its name',
    lossesOf(
      (spec) => {
        spec.repositories = [{ ...repository('acme'), baseurl: ['http://a'] }];
      },
      (spec) => {
        spec.repositories = [{ ...repository('acme'), baseurl: ['http://b'] }];
      },
    ),
    ['repository acme'],
  ],
  [
    'accounts',
    lossesOf((spec) => {
      spec.system.users = [user('op')];
      spec.system.rootSshKeys = ['ssh-ed25519 A', 'ssh-ed25519 B'];
      spec.system.rootPasswordHash = hash;
    }),
    ['user op', '2 SSH keys of root', 'the password of root'],
  ],
  [
    'other values that were decided',
    lossesOf((spec) => {
      spec.disks.devices = ['nvme0n1'];
      spec.system.timezone = 'Asia/Tokyo';
      spec.device.memoryMiB = 512;
      spec.partitions.sizes.log = 100;
    }),
    ['the values of disks.devices, partitions.sizes.log, system.timezone and 1 more'],
  ],
  [
    'a value that stays',
    lossesOf(
      ...twice((spec: ImageSpec) => {
        spec.system.timezone = 'Asia/Tokyo';
      }),
    ),
    [],
  ],
];

function twice<T>(value: T): [T, T] {
  return [value, value];
}

for (const [name, losses, expected] of settings) {
  test(`settings: ${name}`, () => assert.deepEqual(losses, expected));
}

test('no loss shows a secret', () => {
  const losses = lossesOf((spec) => {
    spec.system.rootPasswordHash = hash;
    spec.system.users = [{ ...user('op'), passwordHash: hash, sshKeys: ['ssh-ed25519 AAAA'] }];
  });
  assert.doesNotMatch(losses.join(), /hhh|AAAA/);
});

const lists: [string, string, string, string[]][] = [
  ['the same', 'bash\nvim\n', 'vim\nbash\n', []],
  ['more', 'bash\n', 'bash\nvim\n', []],
  ['one less', 'bash # shell\nvim\n', 'vim\n', ['1 package that is not in the new list: bash']],
  ['many less', 'a\nb\nc\nd\ne\n', 'x\n', ['5 packages that are not in the new list: a, b, c and 2 more']],
  ['an exclude is not an include', '-vim\n', 'vim\n', ['1 package that is not in the new list: -vim']],
  ['comments only', '# a\n', '# b\n', []],
];

for (const [name, before, after, expected] of lists) {
  test(`packages: ${name}`, () => assert.deepEqual(packageLosses(before, after), expected));
}
