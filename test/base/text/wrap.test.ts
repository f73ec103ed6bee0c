import assert from 'node:assert/strict';
import { test } from 'node:test';
import { wrapText } from '../../../src/base/text/cut.js';
import { textWidth } from '../../../src/base/text/width.js';

const table: readonly (readonly [string, string, number, string[]])[] = [
  ['at blanks', 'one two three', 8, ['one two', 'three']],
  ['a word that is longer than a line', 'abcdefghij', 4, ['abcd', 'efgh', 'ij']],
  ['between any signs of Japanese', '停電に耐えるイメージ', 10, ['停電に耐え', 'るイメージ']],
  ['not before what ends a sentence', 'あいうえお。', 10, ['あいうえ', 'お。']],
  ['not before a small kana or a long vowel', 'あいうサーバー', 8, ['あいう', 'サーバー']],
  ['not behind a bracket that opens', 'あいう「えお」', 8, ['あいう', '「えお」']],
  ['not inside of a command', 'まず `lsblk` です。', 12, ['まず `lsblk`', 'です。']],
  ['between a word and Japanese around it', 'ファイルabcを書く', 10, ['ファイル', 'abcを書く']],
  ['with the blanks that it has inside of a line', 'Fedora 44 の', 20, ['Fedora 44 の']],
];

for (const [what, text, width, lines] of table) {
  test(`a text is broken ${what}`, () => assert.deepEqual(wrapText(text, width), lines));
}

test('no line is wider than there is room', () => {
  const text = 'インストーラーは、`/dev/disk/by-id` の下のパス (または serial:NUMBER) を使います。'.repeat(3);
  for (let width = 2; width < 60; width += 1) {
    for (const line of wrapText(text, width)) assert.ok(textWidth(line) <= width, `${width}: ${line}`);
  }
});
