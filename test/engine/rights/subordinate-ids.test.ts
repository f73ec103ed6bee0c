import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  areEnough,
  firstFreeId,
  mapArgs,
  parseIdMap,
  parseSubordinateIds,
  sameIds,
} from '../../../src/engine/rights/subordinate-ids.js';

const text = 'anna:100000:65536\n1001:165536:65536\nberta:231072:1000\nberta:300000:65536\nodd:x:1\n\n';

const rows: [string, { name: string; uid: number }, [number, number][], boolean][] = [
  ['by name', { name: 'anna', uid: 7 }, [[100000, 65536]], true],
  ['by number', { name: 'cleo', uid: 1001 }, [[165536, 65536]], true],
  [
    'in several parts',
    { name: 'berta', uid: 8 },
    [
      [231072, 1000],
      [300000, 65536],
    ],
    true,
  ],
  ['not at all', { name: 'dora', uid: 100000 }, [], false],
  ['by a line that is not valid', { name: 'odd', uid: 9 }, [], false],
];

for (const [title, user, expected, enough] of rows) {
  test(`a user's range is found: ${title}`, () => {
    const ranges = parseSubordinateIds(text, user);
    assert.deepEqual(
      ranges,
      expected.map(([start, count]) => ({ start, count })),
    );
    assert.equal(areEnough(ranges), enough);
  });
}

test('a range without room for `nobody` is too small', () => {
  assert.equal(areEnough([{ start: 100000, count: 65_533 }]), false);
  assert.equal(areEnough([{ start: 100000, count: 65_534 }]), true);
});

test('we become root, and the ranges are the ids that follow', () => {
  const ranges = [
    { start: 231072, count: 1000 },
    { start: 300000, count: 65536 },
  ];
  assert.deepEqual(mapArgs(1000, ranges), [
    ...['0', '1000', '1'],
    ...['1', '231072', '1000'],
    ...['1001', '300000', '65536'],
  ]);
});

test('a new range lies above all that anybody has', () => {
  assert.equal(firstFreeId(text, 'anna:400000:10\n'), 400010);
  assert.equal(firstFreeId('', ''), 100000);
});

test('a namespace gets all ids that a process has, by the same numbers', () => {
  const rows = [
    ['         0          0 4294967295\n', '0 0 4294967295\n'],
    ['         0       1000          1\n         1     100000      65536\n', '0 0 1\n1 1 65536\n'],
    ['', ''],
  ] as const;
  for (const [map, written] of rows) assert.equal(sameIds(parseIdMap(map)), written);
});
