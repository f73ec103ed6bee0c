import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { test } from 'node:test';
import { probeShare } from '../../../src/engine/container/share-probe.js';
import { createNativeEngine } from '../../../src/engine/native/native.js';
import { scratchFolder } from '../../helpers/scratch.js';

const { signal } = new AbortController();

test('a folder that both sides see keeps owners and modes, and nothing is left in it', async (t) => {
  const folder = scratchFolder(t);
  const owner = process.getuid?.() ?? 0;
  assert.deepEqual(await probeShare(createNativeEngine(), folder, signal), { kind: 'shared', owner });
  assert.deepEqual(readdirSync(folder), []);
});
