import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openProject } from '../../../src/project/folder/open-project.js';
import { failureOf } from '../../helpers/failure-of.js';
import { folderWith } from '../folder.js';

const today = new Date('2026-11-22');

test('the rest of what kickstart commands say contradicts tmpfsroot.json too, at its line', async (t) => {
  const files = {
    'packages.list': 'bash',
    'tmpfsroot.json': JSON.stringify({
      system: {
        firewall: { enabled: true, services: ['ssh'] },
        defaultTarget: 'graphical.target',
        network: { connections: [{ name: 'eth1', interface: 'eth1', mtu: 9000 }] },
      },
    }),
  };
  const same = 'network --device=link\nnetwork --device=eth1 --mtu=9000\nfirewall --enabled\n';
  await openProject({ dir: folderWith(t, { ...files, 'ks/ks.root.cfg': same }), for: 'build', today });
  for (const [line, field] of [
    ['network --device=eth1 --mtu=1400', 'system.network.connections'],
    ['firewall --enabled --http', 'system.firewall.services'],
    ['skipx', 'system.defaultTarget'],
  ] as const) {
    const dir = folderWith(t, { ...files, 'ks/ks.root.cfg': `network --device=link\n${line}\n` });
    const { where, what } = await failureOf(openProject({ dir, for: 'build', today }));
    assert.equal(where, `ks/ks.root.cfg:2 ${field}`);
    assert.match(what, /contradicts tmpfsroot\.json/);
  }
});

test('a finding of a kickstart command is told at its line, by the build too', async (t) => {
  const root = 'skipx\nnetwork --device=link\nnetwork --device=eth1 --mtu=9000\nfirewall --enabled\n';
  const dir = folderWith(t, { 'packages.list': 'bash', 'ks/ks.root.cfg': root });
  const { where, findings } = await openProject({ dir, for: 'build', today });
  assert.equal(where('system.defaultTarget'), 'ks/ks.root.cfg:1');
  assert.equal(where('system.network.connections[0]'), 'ks/ks.root.cfg:3');
  assert.equal(where('system.timezone'), 'system.timezone');
  const needs = findings.filter(({ message }) => message.startsWith('The settings ask for'));
  assert.deepEqual(
    needs.map((finding) => [finding.where, finding.path]),
    [
      ['ks/ks.root.cfg:3', 'system.network.connections[0]'],
      ['ks/ks.root.cfg:4', 'system.firewall.enabled'],
    ],
  );
});
