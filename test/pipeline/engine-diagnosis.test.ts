import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ContainerClient } from '../../src/engine/container-client.js';
import { automaticEngine, engineLines } from '../../src/pipeline/engine-diagnosis.js';

const podman: ContainerClient = {
  ...{ name: 'podman', works: true, program: '/usr/bin/podman' },
  ...{ version: '5.4.2', isRemote: false },
} as const;
const noPodman: ContainerClient = {
  ...{ name: 'podman', works: false, program: null },
  ...{ why: 'is not installed', remedy: 'Install it.' },
} as const;
const desktop: ContainerClient = {
  ...{ name: 'docker', works: true, program: '/usr/bin/docker' },
  ...{ version: '28.2.2', isRemote: true },
} as const;
const noDocker: ContainerClient = { ...noPodman, name: 'docker' };

for (const [clients, taken] of [
  [[podman, desktop], 'podman'],
  [[noPodman, desktop], 'docker'],
  [[noPodman, noDocker], null],
] as const) {
  test(`what builds go by is said: ${taken ?? 'native'}`, () => {
    const engines = { clients, choice: 'auto' } as const;
    assert.equal(automaticEngine(engines), taken);
    assert.equal(engineLines(engines).at(-1), `Builds go by: ${taken ?? 'native'}.`);
  });
}

test('why an engine does not work is said, and what gets it; so is where its containers are', () => {
  const text = engineLines({ clients: [noPodman, desktop], choice: 'auto' }).join('\n');
  assert.match(text, /podman: no; is not installed\. Install it\./);
  assert.match(text, /docker: yes, 28\.2\.2; its containers run elsewhere/);
});

test('the variable says what auto takes', () => {
  const lines = engineLines({ clients: [podman, desktop], choice: 'native' });
  assert.equal(lines.at(-1), 'Builds go by: native, by TMPFSROOT_ENGINE.');
});
