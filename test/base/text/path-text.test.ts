import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pathBytes, pathText, shownPath } from '../../../src/base/text/path-text.js';

const rows: [bytes: number[] | string, shown: string][] = [
  ['etc/motd', 'etc/motd'],
  ['été/日本/😀', 'été/日本/😀'],
  [[0x66, 0xff, 0x6f], 'f\\xffo'],
  // A character that is cut short, a surrogate written as UTF-8, an overlong `/`.
  [[0xe6, 0x97, 0x61], '\\xe6\\x97a'],
  [[0xed, 0xb2, 0x80], '\\xed\\xb2\\x80'],
  [[0xc0, 0xaf], '\\xc0\\xaf'],
  [[0xf0, 0x9f, 0x98, 0x80, 0xfe], '😀\\xfe'],
  ['two\nlines', 'two\\nlines'],
  ['a\tb\x1b[2J\\n', 'a\\tb\\x1b[2J\\n'],
];

test('a name of any bytes is text, finds its bytes again, and is shown on one line', () => {
  for (const [given, shown] of rows) {
    const bytes = Buffer.from(given as string);
    assert.deepEqual(pathBytes(pathText(bytes)), bytes, shown);
    assert.equal(shownPath(pathText(bytes)), shown);
  }
});

test('names that differ in one byte are other names', () => {
  const names = Array.from({ length: 256 }, (_, byte) => pathText(Buffer.from([0x61, byte, 0x62])));
  assert.equal(new Set(names).size, 256);
});
