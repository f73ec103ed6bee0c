import assert from 'node:assert/strict';
import { test } from 'node:test';
import { packageFolder } from '../../src/base/fs/package-file.js';
import { sharesOf } from '../../src/build/open-engine.js';
import { defaultSpec } from '../../src/config/defaults.js';

const ours = { path: packageFolder(), readOnly: true };
const project = { path: '/home/me/robot', readOnly: false };

test('a container sees the project, the cache and our own program', () => {
  assert.deepEqual(sharesOf({ dir: '/home/me/robot', spec: defaultSpec() }, '/home/me/.cache/t'), [
    project,
    { path: '/home/me/.cache/t', readOnly: false },
    ours,
  ]);
});

test('a folder within another is shared once', () => {
  assert.deepEqual(sharesOf({ dir: '/home/me/robot', spec: defaultSpec() }, '/home/me/robot/cache'), [
    project,
    ours,
  ]);
});

test('repositories and netinst images of this machine are there too, to be read', () => {
  const spec = defaultSpec();
  const repository = {
    ...{ id: 'local', baseurl: ['file:///srv/my%20repo/'], mirrorlist: null, metalink: null, keys: [] },
    ...{ priority: 99, excludes: [], archives: [], koji: null },
  };
  const shares = sharesOf(
    {
      dir: '/home/me/robot',
      spec: {
        ...spec,
        repositories: [repository],
        install: { ...spec.install, netinst: { image: '../isos/netinst.iso', checksum: null, key: null } },
      },
    },
    '/home/me/robot/cache',
  );
  assert.deepEqual(shares, [
    project,
    ours,
    { path: '/home/me/isos', readOnly: true },
    { path: '/srv/my repo', readOnly: true },
  ]);
});
