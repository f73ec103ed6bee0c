import assert from 'node:assert/strict';
import { test } from 'node:test';
import { endsAtOnce, type interruptSignals } from '../../src/commands/interruption.js';

const rows: [(typeof interruptSignals)[number], number, boolean][] = [
  ['SIGINT', 0, false],
  ['SIGINT', 20, false],
  ['SIGINT', 500, true],
  ['SIGTERM', 3, false],
  ['SIGTERM', 2000, true],
  ['SIGHUP', 3, false],
  ['SIGHUP', 5000, false],
];

for (const [signal, sinceFirstMs, atOnce] of rows) {
  test(`${signal} ${sinceFirstMs} ms after the first signal ${atOnce ? 'ends the program at once' : 'changes nothing'}`, () => {
    assert.equal(endsAtOnce(signal, sinceFirstMs), atOnce);
  });
}
