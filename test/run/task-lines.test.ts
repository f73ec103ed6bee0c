import assert from 'node:assert/strict';
import { test } from 'node:test';
import { jsonLines, plainLines, spokenLines } from '../../src/run/task-lines.js';

/** Nobody knows how long the run takes. */
const unknown = () => null;

/** Lets time pass for the lines, without waiting. */
function clock(t: import('node:test').TestContext): (ms: number) => void {
  let now = 1_000_000;
  t.mock.method(performance, 'now', () => now);
  return (ms) => {
    now += ms;
  };
}

test('without a terminal: a line at the start, seldom one in between, one at the end', (t) => {
  const pass = clock(t);
  const lines: string[] = [];
  const view = plainLines('Fetch', unknown, (line) => lines.push(line));
  view.started();
  for (let second = 1; second <= 12; second += 1) {
    pass(1000);
    view.bytes(second * 1_000_000, 40_000_000);
  }
  view.done('127 packages, 91 MB', 12);
  assert.deepEqual(lines, [
    '> Fetch',
    '  Fetch: 5.0 MB of 40.0 MB, 1.0 MB/s, 35 s left',
    '  Fetch: 10.0 MB of 40.0 MB, 1.0 MB/s, 30 s left',
    '✔ Fetch: 127 packages, 91 MB (12 s)',
  ]);
});

test('without a terminal, a failure is a line too', () => {
  const lines: string[] = [];
  const view = plainLines('Fetch', unknown, (line) => lines.push(line));
  view.started();
  view.status('looking');
  view.failed('No mirror answers.');
  assert.deepEqual(lines, ['> Fetch', '✖ Fetch: No mirror answers.']);
});

test('for programs: one JSON object a line, the last bytes among them', (t) => {
  const pass = clock(t);
  const lines: string[] = [];
  const view = jsonLines(
    'fetch',
    () => 39.6,
    (line) => lines.push(line),
  );
  view.started();
  view.status('mirror "one"\nand two');
  for (let at = 1; at <= 100; at += 1) {
    pass(1);
    view.bytes(at, 100);
  }
  view.done(undefined, 1.23456);
  view.failed('No.');
  const events = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  assert.deepEqual(events[0], { event: 'task-started', task: 'fetch', secondsLeft: 40 });
  assert.deepEqual(events[1], { event: 'task-status', task: 'fetch', text: 'mirror "one"\nand two' });
  const bytes = events.filter(({ event }) => event === 'task-bytes');
  assert.ok(bytes.length <= 4, String(bytes.length));
  assert.deepEqual(bytes.at(-1), { event: 'task-bytes', task: 'fetch', done: 100, total: 100 });
  const times = { seconds: 1.235, secondsLeft: 40 };
  assert.deepEqual(events.at(-2), { event: 'task-done', task: 'fetch', result: null, ...times });
  assert.deepEqual(events.at(-1), { event: 'task-failed', task: 'fetch', message: 'No.' });
  for (const line of lines) assert.ok(!line.includes('\n'));
});

test('in words, there are no signs, and why something failed is left to the one who asked', () => {
  const lines: string[] = [];
  const view = spokenLines('Fetch', unknown, (line) => lines.push(line));
  view.started();
  view.done('127 packages, 91 MB', 12);
  view.failed('No mirror answers.');
  assert.deepEqual(lines, ['Fetch ...', 'Fetch is done: 127 packages, 91 MB (12 s)', 'Fetch failed.']);
});

test('a task that begins says how long the run still takes, where that is known', () => {
  const lines: string[] = [];
  const write = (line: string) => lines.push(line);
  for (const left of [() => 100.9, () => 0.4, unknown]) {
    plainLines('Fetch', left, write).started();
    spokenLines('Fetch', left, write).started();
    jsonLines('fetch', left, write).started();
  }
  const event = (secondsLeft: number | null) =>
    JSON.stringify({ event: 'task-started', task: 'fetch', secondsLeft });
  assert.deepEqual(lines, [
    ...['> Fetch (about 1 min 40 s left in all)', 'Fetch (about 1 min 40 s left in all) ...', event(101)],
    ...['> Fetch', 'Fetch ...', event(0)],
    ...['> Fetch', 'Fetch ...', event(null)],
  ]);
});
