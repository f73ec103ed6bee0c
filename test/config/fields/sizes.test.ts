import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Failure } from '../../../src/base/failure.js';
import { exactSize, formatMiB, parseSize, sizeText } from '../../../src/config/fields/sizes.js';

test('sizes are read as people write them', () => {
  const table: [string, number | 'rest'][] = [
    ['8G', 8192],
    ['2.5 GiB', 2560],
    ['8192', 8192],
    ['8192M', 8192],
    [' 200 mib ', 200],
    ['1T', 1024 * 1024],
    ['1024K', 1],
    ['0', 0],
    ['rest', 'rest'],
    ['REST', 'rest'],
  ];
  for (const [text, mib] of table) assert.equal(parseSize(text), mib, text);
});

test('what is not a size is refused with the value and a way out', () => {
  const table: [string, RegExp][] = [
    ['', /8G/],
    ['much', /8G/],
    ['-5', /8G/],
    ['1e3', /8G/],
    ['8 G B', /8G/],
    ['8X', /8G/],
    ['8GB', /`8G`/],
    ['2,5G', /`2\.5G`/],
    ['1.3M', /`2`/],
    ['1K', /`1`/],
    ['99999999999', /MiB/],
  ];
  for (const [text, remedy] of table) {
    assert.throws(
      () => parseSize(text),
      (error) =>
        error instanceof Failure &&
        error.exitStatus === 2 &&
        error.facts.what.includes(text === '' ? 'No size' : `\`${text}\``) &&
        remedy.test(error.facts.remedy ?? ''),
      text,
    );
  }
});

test('a size that was printed is read back as the same number', () => {
  for (let mib = 0; mib < 40_000; mib += 7) {
    assert.equal(parseSize(exactSize(mib)), mib);
    assert.equal(parseSize(sizeText(mib)), mib);
  }
  assert.equal(formatMiB(2560), '2.5 GiB');
  assert.equal(formatMiB(200), '200 MiB');
});

test('from 1 GiB on a size is told in GiB, rounded to a tenth; where it is taken it is exact', () => {
  for (const [mib, told, taken] of [
    [1023, '1023 MiB', '1023 MiB'],
    [1024, '1 GiB', '1 GiB'],
    [1025, '1.0 GiB', '1025M'],
    [1280, '1.25 GiB', '1.25 GiB'],
    [20_882, '20.4 GiB', '20882M'],
  ] as const) {
    assert.deepEqual([formatMiB(mib), exactSize(mib)], [told, taken]);
  }
});
