import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import type { Engine } from '../../src/engine/engine.js';
import { createNativeEngine } from '../../src/engine/native/native.js';
import { probeKvm } from '../../src/vm/kvm.js';
import { scratchFolder } from '../helpers/scratch.js';

const hasDevice = existsSync('/dev/kvm');

test('the guest of the probe comes to its end on a processor that works', async (t) => {
  // KVM may be of no use here, but TCG runs the same guest: only the accelerator's name is exchanged.
  const native = createNativeEngine();
  const engine: Engine = {
    ...native,
    start: (command) =>
      native.start({ ...command, args: command.args.map((word) => (word === 'kvm' ? 'tcg' : word)) }),
  };
  const cacheDir = scratchFolder(t);
  const verdict = await probeKvm({ engine, cacheDir, limitMs: 60_000 });
  assert.equal(verdict.works, hasDevice);
  if (hasDevice) assert.match(readFileSync(path.join(cacheDir, 'kvm.json'), 'utf8'), /"works":true/);
});
