import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chooseEngine } from '../../src/engine/choose-engine.js';
import type { ContainerClient } from '../../src/engine/container-client.js';
import { Failure } from '../../src/spec/failure.js';
import type { EngineChoice } from '../../src/spec/image-spec.js';

/** Clients of which only some work. */
function clients(...working: string[]) {
  return async (name: 'podman' | 'docker'): Promise<ContainerClient> =>
    working.includes(name)
      ? { name, works: true, program: `/usr/bin/${name}`, version: '1', isRemote: false }
      : { name, works: false, program: null, why: 'is not installed', remedy: 'Install it.' };
}

const rows: readonly [EngineChoice, readonly string[], string][] = [
  ['auto', ['podman', 'docker'], 'podman'],
  ['auto', ['docker'], 'docker'],
  ['auto', [], 'native'],
  ['podman', ['podman'], 'podman'],
  ['docker', ['podman', 'docker'], 'docker'],
  ['native', ['podman', 'docker'], 'native'],
];
for (const [use, working, expected] of rows) {
  test(`engine ${use} where ${working.join(' and ') || 'no client'} works is ${expected}`, async () => {
    const chosen = await chooseEngine({ use, image: null }, {}, clients(...working));
    assert.equal(chosen.name, expected);
  });
}

test('an engine that was asked for and does not work is an error, not another engine', async () => {
  await assert.rejects(
    chooseEngine({ use: 'docker', image: null }, {}, clients('podman')),
    (error) =>
      error instanceof Failure && error.exitStatus === 3 && /^engine.use: docker/.test(error.message),
  );
});

for (const use of ['native', 'auto'] as const) {
  test(`an image that no engine would use is an error: ${use}`, async () => {
    await assert.rejects(
      chooseEngine({ use, image: 'fedora-tools' }, {}, clients()),
      (error) => error instanceof Failure && error.exitStatus === 2 && /engine.image/.test(error.message),
    );
  });
}

test('TMPFSROOT_ENGINE says what auto takes, and nothing more', async () => {
  const env = { TMPFSROOT_ENGINE: 'native' };
  const chosen = (use: EngineChoice) => chooseEngine({ use, image: null }, env, clients('podman'));
  assert.equal((await chosen('auto')).name, 'native');
  assert.equal((await chosen('podman')).name, 'podman');
  await assert.rejects(
    chooseEngine({ use: 'auto', image: null }, { TMPFSROOT_ENGINE: 'lxc' }, clients()),
    (error) => error instanceof Failure && error.exitStatus === 2 && /^TMPFSROOT_ENGINE/.test(error.message),
  );
});
