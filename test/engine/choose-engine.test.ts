import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Failure } from '../../src/base/failure.js';
import type { EngineChoice } from '../../src/config/engines.js';
import { chooseEngine } from '../../src/engine/choose-engine.js';
import type { EngineRecord, FoundEngine } from '../../src/engine/engine-record.js';

/** Clients of which only some work. */
function clients(...working: string[]) {
  return async (record: EngineRecord): Promise<FoundEngine> => {
    if (!record.usesImage) return record.find({});
    const seen = { name: record.name, usesImage: true, about: '', facts: null };
    return working.includes(record.name)
      ? { ...seen, works: true, plan: () => Promise.reject(new Error('not in this test')) }
      : { ...seen, works: false, why: 'is not installed', remedy: 'Install it.' };
  };
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
