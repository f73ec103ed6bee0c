import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { watchSilence } from '../../../src/base/http/silence-watch.js';

test('many transfers at a time are no leak that Node warns of on the terminal', async () => {
  const warnings: string[] = [];
  const note = ({ message }: Error) => void warnings.push(message);
  process.on('warning', note);
  const { signal } = new AbortController();
  const watches = Array.from({ length: 30 }, () => watchSilence(signal, { silenceMs: 60_000 }));
  await setImmediate();
  for (const watch of watches) watch.stop();
  await setImmediate();
  process.off('warning', note);
  assert.deepEqual(warnings, []);
});
