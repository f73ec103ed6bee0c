import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defaultSpec } from '../../../src/config/defaults.js';
import { connectionSpec } from '../../../src/config/fields/connection.js';
import { validateSpec } from '../../../src/config/findings/validate.js';

const today = new Date('2026-11-22');

test('profiles that NetworkManager would refuse or pass over, or that are for one device, are found', () => {
  type Given = Parameters<typeof connectionSpec>[0];
  const bond = { name: 'bond0', kind: 'bond', interface: 'bond0' } as const;
  const at = 'system.network.connections';
  const fine: Given[] = [
    bond,
    { name: 'bond0-eth1', interface: 'eth1', controller: 'bond0' },
    { name: 'v', kind: 'vlan', interface: 'v7', vlan: { parent: 'bond0', id: 7 }, ipv6: { method: 'dhcp' } },
    {
      name: 's',
      ipv4: { method: 'manual', addresses: ['10.0.0.2/24'], gateway: '10.0.0.1', dns: ['9.9.9.9'] },
    },
  ];
  const table: [connections: Given[], path: string, message: RegExp][] = [
    [[{ name: 'a' }, { name: 'a' }], `${at}[1]`, /named twice/],
    [[{ name: 'tmpfsroot' }], `${at}[0].name`, /other fields/],
    [[{ name: 'a', interface: 'eth0' }], 'system.network.device', /another profile/],
    [[bond, { name: 'a', interface: 'eth0', controller: 'bond0' }], 'system.network.device', /port of/],
    [
      [
        { name: 'a', interface: 'eth1' },
        { name: 'b', interface: 'eth1' },
      ],
      `${at}[1].interface`,
      /Two profiles/,
    ],
    [[{ name: 'a', kind: 'bridge' }], `${at}[0].interface`, /needs the name/],
    [[{ name: 'a', kind: 'vlan', interface: 'v' }], `${at}[0].vlan`, /parent/],
    [[{ name: 'a', vlan: { parent: 'eth1', id: 7 } }], `${at}[0].vlan`, /means nothing/],
    [[{ name: 'a', options: ['mode=802.3ad'] }], `${at}[0].options`, /no options/],
    [[bond, { name: 'a', interface: 'eth1', controller: 'bond1' }], `${at}[1].controller`, /No profile/],
    [[{ name: 'a', ipv4: { method: 'manual' } }], `${at}[0].ipv4.addresses`, /needs an address/],
    [[{ name: 'a', ipv4: { addresses: ['10.0.0.2/24'] } }], `${at}[0].ipv4.method`, /mean nothing/],
    [[{ name: 'a', ipv4: { method: 'dhcp' } }], `${at}[0].ipv4.method`, /IPv6 alone/],
    [[{ name: 'a', ipv4: { method: 'disabled', dns: ['9.9.9.9'] } }], `${at}[0].ipv4.dns`, /no IPv4/],
    [[{ name: 'a', ipv6: { dns: ['9.9.9.9'] } }], `${at}[0].ipv6`, /not an IPv6 address/],
  ];
  for (const [given, ...expected] of [[fine] as const, ...table]) {
    const spec = defaultSpec();
    spec.system.network.device = 'eth0';
    spec.system.network.connections = given.map(connectionSpec);
    const found = validateSpec(spec, today);
    const [path, message] = expected;
    assert.deepEqual(
      found.map((finding) => finding.path),
      path === undefined ? [] : [path],
      JSON.stringify(given),
    );
    if (message !== undefined) assert.match(found[0]?.message ?? '', message);
  }
});
