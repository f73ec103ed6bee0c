import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatBytes, formatSeconds } from '../../../src/base/text/format.js';

test('bytes for people', () => {
  const table: [number, string][] = [
    [0, '0 B'],
    [999, '999 B'],
    [1000, '1.0 kB'],
    [91_234_567, '91.2 MB'],
    [123_456_789, '123 MB'],
    [2_000_000_000, '2.0 GB'],
    [5e15, '5000 TB'],
  ];
  for (const [bytes, text] of table) assert.equal(formatBytes(bytes), text);
});

test('seconds for people', () => {
  const table: [number, string][] = [
    [0, '0.0 s'],
    [4.23, '4.2 s'],
    [59.2, '59 s'],
    [60, '1 min 00 s'],
    [185.4, '3 min 05 s'],
    [3599.9, '60 min 00 s'],
  ];
  for (const [seconds, text] of table) assert.equal(formatSeconds(seconds), text);
});

test('no number is shown that carries over: neither 60 s nor 1000 kB', () => {
  for (let seconds = 0; seconds < 200; seconds += 0.01)
    assert.doesNotMatch(formatSeconds(seconds), /\b(60|10\.0) s/);
  for (let bytes = 1; bytes < 1e13; bytes = Math.ceil(bytes * 1.0003)) {
    assert.doesNotMatch(formatBytes(bytes), /^(1000|100\.0) /, String(bytes));
  }
});
