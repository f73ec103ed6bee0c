import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Failure } from '../../src/spec/failure.js';
import { formatMiB, parseSize, sizeText } from '../../src/spec/sizes.js';

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

test('what is no size is refused with the value and a way out', () => {
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
        error.facts.what.includes(`\`${text}\``) &&
        remedy.test(error.facts.remedy ?? ''),
      text,
    );
  }
});

test('a size that was printed is read back as the same number', () => {
  for (let mib = 0; mib < 40_000; mib += 7) {
    assert.equal(parseSize(formatMiB(mib)), mib);
    assert.equal(parseSize(sizeText(mib)), mib);
  }
  assert.equal(formatMiB(2560), '2.5 GiB');
  assert.equal(formatMiB(200), '200 MiB');
});
