import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type ContainerOptions,
  containerArgs,
  isMountable,
} from '../../../src/engine/container/container-args.js';

const plain: ContainerOptions = {
  client: '/usr/bin/podman',
  image: 'sha256:1234',
  name: 'tmpfsroot-1',
  shares: [
    { path: '/home/me/robot', readOnly: false },
    { path: '/opt/wizard', readOnly: true },
  ],
  view: null,
  agent: '/opt/wizard/src/engine/container/container-agent.py',
};
const root = '/home/me/cache/tree';

/** Of podman (containers.conf(5), `default_capabilities`); docker's are these and more. */
const defaultCapabilities = [
  ...[
    'CHOWN',
    'DAC_OVERRIDE',
    'FOWNER',
    'FSETID',
    'KILL',
    'NET_BIND_SERVICE',
    'SETFCAP',
    'SETGID',
    'SETPCAP',
  ],
  ...['SETUID', 'SYS_CHROOT'],
];

/** What follows each occurrence of a flag. */
function valuesOf(flag: string, words: readonly string[]): string[] {
  return words.flatMap((word, at) => (word === flag ? [words[at + 1] ?? ''] : []));
}

const views: readonly [string, ContainerOptions['view']][] = [
  ['none', null],
  ['a root tree', { kind: 'root', root, binds: [], enter: true, folders: [] }],
  ['folders', { kind: 'folders', folders: [{ path: root, readOnly: false }] }],
  ['a root tree from outside', { kind: 'sysimage', root, repo: '/home/me/robot/iso-root.override' }],
];

for (const [what, view] of views) {
  test(`a container asks for no rights beyond the default, and nothing stays of it; view: ${what}`, () => {
    const words = containerArgs({ ...plain, view });
    for (const word of words) assert.doesNotMatch(word, /^--(privileged|device|pid|ipc|userns)/);
    for (const name of valuesOf('--cap-add', words)) assert.ok(defaultCapabilities.includes(name), name);
    assert.equal(valuesOf('--security-opt', words)[0], 'label=disable');
    assert.ok(words.includes('--rm'));
    assert.ok(
      !words.some((word) => /[,:](z|Z|relabel=\w+)$/.test(word)),
      'files of the host get other labels',
    );
    assert.deepEqual(words.slice(-3), [plain.image, '-I', plain.agent]);
  });
}

test('programs find the shared folders under the same path, and change only what is theirs to change', () => {
  assert.deepEqual(valuesOf('--mount', containerArgs(plain)), [
    'type=bind,source=/home/me/robot,destination=/home/me/robot',
    'type=bind,source=/opt/wizard,destination=/opt/wizard,readonly',
  ]);
});

test('a root tree gets harmless devices, /proc and /sys to look at, and folders that end with the container', () => {
  const binds = [
    { from: '/home/me/out', to: '/run/out' },
    { from: '/home/me/robot/hooks.d', to: '/tmp/hooks.d', readOnly: true },
  ];
  const words = containerArgs({
    ...plain,
    view: { kind: 'root', root, binds, enter: true, folders: [] },
  });
  const mounts = valuesOf('--mount', words).slice(1);
  assert.deepEqual(mounts, [
    ...['null', 'zero', 'full', 'random', 'urandom', 'tty'].map(
      (node) => `type=bind,source=/dev/${node},destination=${root}/dev/${node}`,
    ),
    `type=bind,source=/proc,destination=${root}/proc,readonly`,
    `type=bind,source=/sys,destination=${root}/sys,readonly`,
    `type=bind,source=${root},destination=${root}`,
    `type=bind,source=/home/me/out,destination=${root}/run/out`,
    `type=bind,source=/home/me/robot/hooks.d,destination=${root}/tmp/hooks.d,readonly`,
  ]);
  assert.deepEqual(
    valuesOf('--tmpfs', words).map((word) => word.split(':')[0]),
    [...['/mnt', '/run', '/tmp', '/var/tmp'], ...['/dev', '/run', '/tmp'].map((name) => `${root}${name}`)],
  );
  assert.deepEqual(valuesOf('--network', words), ['none']);
});

for (const [what, view] of views.slice(1)) {
  test(`programs of a tree find of the machine what their view shows, and can do nothing to it; view: ${what}`, () => {
    const words = containerArgs({ ...plain, view });
    for (const mount of valuesOf('--mount', words))
      assert.doesNotMatch(mount, /source=\/(home\/me\/robot,|opt\/wizard,)/);
    assert.ok(words.includes('--read-only'));
    assert.ok(valuesOf('--security-opt', words).includes('no-new-privileges'));
    assert.deepEqual(valuesOf('--cap-drop', words), ['ALL']);
    for (const name of ['MKNOD', 'SYS_ADMIN', 'DAC_READ_SEARCH', 'SETPCAP'])
      assert.ok(!valuesOf('--cap-add', words).includes(name), name);
    assert.deepEqual(valuesOf('--network', words), ['none']);
  });
}

test('a script that works on a tree from outside can change the tree and nothing else', () => {
  const words = containerArgs({ ...plain, view: { kind: 'sysimage', root, repo: null } });
  assert.ok(words.includes('--read-only'));
  const writable = valuesOf('--mount', words).filter((mount) => !mount.endsWith(',readonly'));
  assert.deepEqual(writable, [`type=bind,source=${root},destination=/mnt/sysimage`]);
  assert.deepEqual(valuesOf('--network', words), ['none']);
});

for (const [folder, fits] of [
  ['/home/me/robot 1', true],
  ['/home/me/röbot', true],
  ['/home/me/a,b', false],
  ['/home/me/a:b', false],
  ['/home/me/a"b', false],
] as const) {
  test(`${folder} ${fits ? 'can' : 'cannot'} be written in a mount`, () => {
    assert.equal(isMountable(folder), fits);
  });
}
