import assert from 'node:assert/strict';
import { test } from 'node:test';
import { secondsLeft, type TaskTime } from '../../src/run/time-left.js';

const waiting = (expected: number | null): TaskTime => ({
  ...{ state: 'waiting', expected, elapsed: 0, transfer: null },
});
const running = (expected: number | null, elapsed: number, transfer: number | null = null): TaskTime => ({
  ...{ state: 'running', expected, elapsed, transfer },
});
const ended: TaskTime = { state: 'ended', expected: null, elapsed: 3, transfer: null };

test('what is left of a run is what its tasks took last time, as far as all of them are known', () => {
  const table: [string, Parameters<typeof secondsLeft>[0], number | null][] = [
    ['nothing', [], 0],
    ['tasks to come', [waiting(3), waiting(4)], 7],
    ['one of which nobody knows', [waiting(3), waiting(null)], null],
    ['what is reused takes no time', [waiting(0), waiting(4)], 4],
    ['what has ended takes none, known or not', [ended, waiting(4)], 4],
    ['one at work', [running(10, 4), waiting(4)], 10],
    ['one at work that nobody knows', [running(null, 4), waiting(4)], null],
    ['one that transfers, as fast as it does', [running(null, 4, 9), waiting(4)], 13],
    ['a little longer than last time', [running(10, 12), waiting(4)], 4],
    ['much longer than last time', [running(10, 15), waiting(4)], null],
    ['side by side: as long as the longest', [[waiting(3), running(9, 2), ended], waiting(1)], 8],
    ['side by side, one that nobody knows', [[waiting(3), waiting(null)], waiting(1)], null],
  ];
  for (const [name, times, expected] of table) assert.equal(secondsLeft(times), expected, name);
});
