import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ByteRange, requestedRange } from '../../src/serve/serve-folder.js';

const file = { size: 100, etag: '"1-64-5"', lastModified: 'Wed, 25 Nov 2026 16:00:00 GMT' };

/** Range, If-Range, what is given. */
const cases: [string | undefined, string | undefined, ByteRange | 'unsatisfiable' | null][] = [
  [undefined, undefined, null],
  ['bytes=0-9', undefined, { start: 0, end: 9 }],
  ['bytes=90-', undefined, { start: 90, end: 99 }],
  ['bytes=90-1000', undefined, { start: 90, end: 99 }],
  ['bytes=-10', undefined, { start: 90, end: 99 }],
  ['bytes=-1000', undefined, { start: 0, end: 99 }],
  ['bytes=99-99', undefined, { start: 99, end: 99 }],
  ['bytes=100-', undefined, 'unsatisfiable'],
  ['bytes=-0', undefined, 'unsatisfiable'],
  ['bytes=9-0', undefined, null],
  ['bytes=-', undefined, null],
  ['bytes=0-1,5-6', undefined, null],
  ['lines=0-1', undefined, null],
  ['bytes=0x1-2', undefined, null],
  ['bytes=5-', '"1-64-5"', { start: 5, end: 99 }],
  ['bytes=5-', 'Wed, 25 Nov 2026 16:00:00 GMT', { start: 5, end: 99 }],
  ['bytes=5-', '"1-64-6"', null],
  ['bytes=5-', 'W/"1-64-5"', null],
];

for (const [range, ifRange, expected] of cases) {
  test(`Range: ${range}, If-Range: ${ifRange}`, () => {
    assert.deepEqual(requestedRange({ range, 'if-range': ifRange }, file), expected);
  });
}

test('an empty file has no range', () => {
  assert.equal(requestedRange({ range: 'bytes=0-' }, { ...file, size: 0 }), 'unsatisfiable');
});
