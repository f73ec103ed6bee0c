import assert from 'node:assert/strict';
import { test } from 'node:test';
import { reproduce } from '../../src/wizard/model/review-text.js';
import { mustRun } from '../helpers/run-program.js';
import { Driver } from './driver.js';
import { shippedSpecs } from './shipped.js';

test('the whole command that does the same can be read, and a shell reads the same words', () => {
  for (const [, spec, origin] of shippedSpecs.flatMap(
    (one) => [one, [one[0], one[1], null] as const] as const,
  )) {
    const driver = new Driver({ columns: 300, rows: 200 }).load(spec, 'review', {}, origin).press('c');
    const lines = driver.lines();
    const from = lines.findIndex((line) => line.startsWith('tmpfsroot-wizard rebuild'));
    const text = lines.slice(from, lines.indexOf('', from)).join(' ');
    const words = mustRun('sh', ['-c', `printf '%s\\n' ${text}`])
      .trimEnd()
      .split('\n');
    assert.deepEqual(words, reproduce({ spec, origin }));
  }
});
