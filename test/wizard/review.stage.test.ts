import assert from 'node:assert/strict';
import { test } from 'node:test';
import { reproduce } from '../../src/wizard/reproduce.js';
import { mustRun } from '../helpers/run-program.js';
import { Driver } from './driver.js';
import { shippedSpecs } from './shipped.js';

test('the whole command that does the same can be read, and a shell reads the same words', () => {
  for (const [, spec] of shippedSpecs) {
    const lines = new Driver({ columns: 300, rows: 200 }).load(spec, 'review').lines();
    const from = lines.indexOf('The command that does the same:') + 1;
    const text = lines.slice(from, lines.indexOf('', from)).join(' ');
    const words = mustRun('sh', ['-c', `printf '%s\\n' ${text}`])
      .trimEnd()
      .split('\n');
    assert.deepEqual(words, reproduce(spec));
  }
});
