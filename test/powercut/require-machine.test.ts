import assert from 'node:assert/strict';
import { test } from 'node:test';
import { requireMachine } from '../../src/powercut/record/require-machine.js';
import { fakeEngine } from '../helpers/fake-engine.js';

test('who is not root is told how to be', async () => {
  await assert.rejects(requireMachine(fakeEngine(), 1000), { exitStatus: 3, message: /as root only/ });
});

test('programs that are missing are named at once', async () => {
  const engine = {
    ...fakeEngine(),
    find: async (program: string) => (['losetup', 'zstd'].includes(program) ? null : `/bin/${program}`),
  };
  await assert.rejects(requireMachine(engine, 0), {
    exitStatus: 3,
    message:
      /^Programs are missing .*: `zstd` \(compresses\), `losetup` \(makes partitions into devices\)\.$/,
  });
  await requireMachine({ ...engine, find: async (program) => `/bin/${program}` }, 0);
});
