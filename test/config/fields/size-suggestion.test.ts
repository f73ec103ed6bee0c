import assert from 'node:assert/strict';
import { test } from 'node:test';
import { suggestSize } from '../../../src/config/fields/size-suggestion.js';
import { parseSize } from '../../../src/config/fields/sizes.js';

test('a size that is written wrongly is answered with the one that was meant', () => {
  const table: [string, string | null][] = [
    ['10gg', '10G'],
    ['5 gig', '5 GiB'],
    ['1,5G', '1.5G'],
    ['8GB', '8G'],
    ['8 gb', '8 GiB'],
    ['8 G B', '8 GiB'],
    ['4 Go', '4 GiB'],
    ['200megs', '200M'],
    ['1..5G', '1.5G'],
    ['.5G', '0.5G'],
    ['5.G', '5G'],
    ['1,024', '1024'],
    ['10 000', '10000'],
    ["2'048 MB", '2048 MiB'],
    ['1.3M', '2M'],
    ['1K', '1M'],
    ['8589934592 bytes', '8192M'],
    ['-5', '5'],
    ['rset', 'rest'],
    ['remain', null],
    ['much', null],
    ['', null],
    ['8X', null],
    ['99999999999', null],
    ['8G', null],
    ['rest', null],
    ['1e3', null],
  ];
  for (const [text, better] of table) assert.equal(suggestSize(text), better, text);
});

test('whatever is suggested is a size, for all kinds of text', () => {
  const letters = ['1', '0', '24', '.', ',', ' ', 'g', 'M', 'iB', 'k', '-', 'rest', 'x', "'", 'ü'];
  for (let seed = 0; seed < 20_000; seed++) {
    const text = [seed, seed / 15, seed / 225, seed / 3375]
      .map((part) => letters[Math.floor(part) % letters.length])
      .join('');
    const better = suggestSize(text);
    if (better !== null) assert.doesNotThrow(() => parseSize(better), `${text} -> ${better}`);
  }
});
