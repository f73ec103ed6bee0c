import assert from 'node:assert/strict';
import { chmodSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import type { NetworkSpec } from '../../../src/config/image-spec.js';
import { composeTree } from '../../../src/image/settings/composed-tree.js';
import { settingFiles } from '../../../src/image/settings/settings.js';
import { failureOf } from '../../helpers/failure-of.js';
import { scratchFolder, writeTree } from '../../helpers/scratch.js';
import { taskContext } from '../../helpers/task-context.js';
import { specOf } from '../spec-of.js';

const profile = 'etc/NetworkManager/system-connections/tmpfsroot.nmconnection';

function specWith(network: Partial<NetworkSpec>) {
  return specOf(({ system }) => Object.assign(system.network, network));
}

function profileOf(network: Partial<NetworkSpec>) {
  return settingFiles(specWith(network)).find((file) => file.path === profile);
}

/** Settings, and the sections of their profile without what all have. */
const table: [network: Partial<NetworkSpec>, connection: string[], ipv4: string[], ipv6: string[]][] = [
  [{ device: 'enp1s0' }, ['interface-name=enp1s0'], ['method=auto'], ['method=auto']],
  [
    { dns: ['9.9.9.9', 'fd00::53', '1.1.1.1'] },
    ['multi-connect=3'],
    ['method=auto', 'dns=9.9.9.9;1.1.1.1;'],
    ['method=auto', 'dns=fd00::53;'],
  ],
  [
    { addresses: ['192.168.1.10/24', '10.0.0.1/8'], gateway: '192.168.1.1', dns: ['fd00::53'] },
    [],
    ['method=manual', 'address1=192.168.1.10/24', 'address2=10.0.0.1/8', 'gateway=192.168.1.1'],
    ['method=auto', 'dns=fd00::53;'],
  ],
  [
    { device: 'eth1', addresses: ['fd00::10/64'], gateway: 'fe80::1', dns: ['fd00::53'] },
    ['interface-name=eth1'],
    ['method=disabled'],
    ['method=manual', 'address1=fd00::10/64', 'gateway=fe80::1', 'dns=fd00::53;'],
  ],
  [
    { addresses: ['fd00::10/64', '192.168.1.10/24', 'fd00::11/64'] },
    [],
    ['method=manual', 'address1=192.168.1.10/24'],
    ['method=manual', 'address1=fd00::10/64', 'address2=fd00::11/64'],
  ],
];

test('network settings become one profile of NetworkManager, which only root may read', () => {
  for (const [network, connection, ipv4, ipv6] of table) {
    const file = profileOf(network);
    // One device comes before any.
    const priority = `autoconnect-priority=${network.device === undefined ? 10 : 20}`;
    const common = ['id=tmpfsroot', 'type=ethernet', priority];
    const [first = [], ...others] = (file?.content ?? '')
      .split(/\n(?=\[)/)
      .map((part) => part.trim().split('\n'));
    assert.deepEqual(first.sort(), ['[connection]', ...common, ...connection].sort());
    assert.deepEqual(others, [
      ['[ipv4]', ...ipv4],
      ['[ipv6]', ...ipv6],
    ]);
    assert.equal(file?.mode, 0o600);
  }
});

test('without network settings there is no profile, and NetworkManager is not asked for', async (t) => {
  assert.equal(profileOf({}), undefined);
  const { what } = await failureOf(compose(t, {}, {}));
  assert.doesNotMatch(what, /NetworkManager/);
});

test('a root without NetworkManager is refused where a network is asked for', async (t) => {
  const network = { addresses: ['192.168.1.10/24'] };
  const { status, where, remedy } = await failureOf(compose(t, network, { 'etc/hosts': '' }));
  assert.equal(status, 2);
  assert.equal(where, 'system.network');
  assert.match(remedy ?? '', /Add the package `NetworkManager`/);
  const unit = { 'usr/lib/systemd/system/NetworkManager.service': '' };
  assert.doesNotMatch((await failureOf(compose(t, network, unit))).what, /NetworkManager/);
});

/** Composes a tree that is not a whole root, so that it fails at the latest where the root's own sh is to run. */
function compose(
  t: Parameters<typeof scratchFolder>[0],
  network: Partial<NetworkSpec>,
  files: Record<string, string>,
) {
  const dir = scratchFolder(t);
  const tree = path.join(dir, 'tree');
  for (const folder of [tree, path.join(dir, 'scratch')]) mkdirSync(folder);
  writeTree(tree, files);
  chmodSync(tree, 0o755);
  return composeTree(taskContext(), {
    spec: specWith(network),
    tree,
    out: path.join(dir, 'out'),
    override: null,
    scripts: [],
    isoOverride: null,
    hooks: null,
    epoch: 0,
    packages: [],
    covered: [],
    scratch: path.join(dir, 'scratch'),
  });
}
