import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MouseFilter, type MouseReport } from '../../../src/wizard/tui/mouse-reports.js';

/** What comes of reads, with nothing in between; keys that follow one another are one text. */
function sorted(reads: readonly string[]): (string | MouseReport)[] {
  const filter = new MouseFilter();
  const parts = [...reads.flatMap((text) => filter.read(text)), filter.giveUp()];
  const all: (string | MouseReport)[] = [];
  for (const part of parts) {
    const last = all.at(-1);
    if (typeof part === 'string' && typeof last === 'string') all[all.length - 1] = last + part;
    else if (part !== '') all.push(part);
  }
  return all;
}

const down = { kind: 'down', column: 9, line: 4 } as const;
const up = { kind: 'up', column: 9, line: 4 } as const;

test('reports are taken out of what is typed, in their order', () => {
  const table: [string, string, (string | MouseReport)[]][] = [
    ['keys alone', 'vi\x1b[A\x1b', ['vi\x1b[A\x1b']],
    ['a click', '\x1b[<0;10;5M\x1b[<0;10;5m', [down, up]],
    ['between keys', 'a\x1b[<0;10;5Mb', ['a', down, 'b']],
    [
      'the wheel',
      '\x1b[<64;1;1M\x1b[<65;1;1M',
      [
        { kind: 'wheel', by: -1 },
        { kind: 'wheel', by: 1 },
      ],
    ],
    ['far away', '\x1b[<0;1000;300M', [{ kind: 'down', column: 999, line: 299 }]],
    [
      'other buttons, with Shift, moved, to the side',
      '\x1b[<2;1;1M\x1b[<4;1;1M\x1b[<35;1;1M\x1b[<66;1;1M',
      [],
    ],
    ['the old form, which a terminal may send all the same', 'a\x1b[M !!b', ['ab']],
    ['half a report, then keys', '\x1b[<0;1x', ['x']],
    ['half a report, then another one', '\x1b[<0;1\x1b[<0;10;5M', [down]],
    ['Escape before a report', '\x1b\x1b[<0;10;5M', ['\x1b', down]],
    ['Alt and an arrow', '\x1b\x1b[A', ['\x1b\x1b[A']],
    ['wide characters', '漢\x1b[<0;10;5M🙂', ['漢', down, '🙂']],
  ];
  for (const [name, text, expected] of table) assert.deepEqual(sorted([text]), expected, name);
});

test('however a line cuts it, what is typed is the same, and no part of a report is typed', () => {
  const text = 'vi\x1b[<0;10;5M\x1b[A\x1b[<0;10;5mx\x1bOP\x1b[200~a\x1b[201~\x1b[<65;80;24M!';
  const whole = sorted([text]);
  for (let first = 0; first <= text.length; first += 1) {
    for (let second = first; second <= text.length; second += 1) {
      const reads = [text.slice(0, first), text.slice(first, second), text.slice(second)];
      assert.deepEqual(sorted(reads), whole, JSON.stringify(reads));
    }
  }
});

test('Escape alone is a key after a while; the rest of a report that comes too late is not typed all the same', () => {
  for (const cut of [1, 2]) {
    const report = '\x1b[<0;10;5M';
    const filter = new MouseFilter();
    assert.deepEqual(filter.read(report.slice(0, cut)), []);
    assert.ok(filter.holds);
    assert.equal(filter.giveUp(), report.slice(0, cut));
    assert.ok(!filter.holds);
    assert.deepEqual(filter.read(report.slice(cut)), [down]);
  }
  const filter = new MouseFilter();
  filter.read('\x1b');
  filter.giveUp();
  filter.forget();
  assert.deepEqual(filter.read('[<'), ['[<']);
});

test('a report of which the rest never comes keeps no key back', () => {
  const filter = new MouseFilter();
  assert.deepEqual(filter.read('\x1b[<0;10'), []);
  assert.ok(!filter.holds);
  assert.deepEqual(filter.read('vi'), ['vi']);
});
