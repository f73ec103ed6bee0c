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
    assert.equal(automaticEngine(clients), taken);
    assert.equal(engineLines(clients).at(-1), `Builds go by: ${taken ?? 'native'}.`);
  });
}

test('why an engine does not work is said, and what gets it; so is where its containers are', () => {
  const text = engineLines([noPodman, desktop]).join('\n');
  assert.match(text, /podman: no; is not installed\. Install it\./);
  assert.match(text, /docker: yes, 28\.2\.2; its containers run elsewhere/);
});
