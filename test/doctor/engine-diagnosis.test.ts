import assert from 'node:assert/strict';
import { test } from 'node:test';
import { automaticEngine, engineLines } from '../../src/doctor/engine-diagnosis.js';
import type { ContainerClient } from '../../src/engine/container/container-client.js';
import { foundEngine } from '../../src/engine/container/container-record.js';
import { docker } from '../../src/engine/container/docker.js';
import { podman as podmanRecord } from '../../src/engine/container/podman.js';
import { usableNativeEngine } from '../../src/engine/native/native.js';

const podman: ContainerClient<'podman'> = {
  ...{ name: 'podman', works: true, program: '/usr/bin/podman' },
  ...{ version: '5.4.2', isRemote: false },
} as const;
const noPodman: ContainerClient<'podman'> = {
  ...{ name: 'podman', works: false, program: null },
  ...{ why: 'is not installed', remedy: 'Install it.' },
} as const;
const desktop: ContainerClient<'docker'> = {
  ...{ name: 'docker', works: true, program: '/usr/bin/docker' },
  ...{ version: '28.2.2', isRemote: true },
} as const;
const noDocker: ContainerClient<'docker'> = { ...noPodman, name: 'docker' };

/** What is found on a machine with these clients. */
const found = (ofPodman: ContainerClient<'podman'>, ofDocker: ContainerClient<'docker'>) => [
  foundEngine(podmanRecord, ofPodman),
  foundEngine(docker, ofDocker),
  usableNativeEngine,
];

for (const [clients, taken] of [
  [[podman, desktop], 'podman'],
  [[noPodman, desktop], 'docker'],
  [[noPodman, noDocker], null],
] as const) {
  test(`what builds go by is said: ${taken ?? 'native'}`, () => {
    const engines = { found: found(clients[0], clients[1]), choice: 'auto' } as const;
    assert.equal(automaticEngine(engines), taken);
    assert.equal(engineLines(engines).at(-1), `Engine for builds: ${taken ?? 'native'}.`);
  });
}

test('why an engine does not work is said, and what gets it; so is where its containers are', () => {
  const text = engineLines({ found: found(noPodman, desktop), choice: 'auto' }).join('\n');
  assert.match(text, /podman: no; is not installed\. Install it\./);
  assert.match(text, /docker: yes, 28\.2\.2; its containers run elsewhere/);
});

test('the variable says what auto takes', () => {
  const lines = engineLines({ found: found(podman, desktop), choice: 'native' });
  assert.equal(lines.at(-1), 'Engine for builds: native, by TMPFSROOT_ENGINE.');
});
