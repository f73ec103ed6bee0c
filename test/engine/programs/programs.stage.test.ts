import { test } from 'node:test';
import { createNativeEngine } from '../../../src/engine/native/native.js';
import { requirePrograms } from '../../../src/engine/programs/program-check.js';
import { programPurposes } from '../../../src/engine/programs/programs.js';

test('a machine that has everything for a purpose passes', async () => {
  const engine = createNativeEngine();
  for (const purpose of programPurposes) await requirePrograms(engine, purpose);
});
