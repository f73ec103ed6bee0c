import assert from 'node:assert/strict';
import test from 'node:test';
import stringWidth from 'string-width';
import { isOneColumnEach, textWidth } from '../../../src/base/text/width.js';

test('what is measured without the library is as wide as the library says', () => {
  const wrong: string[] = [];
  for (let code = 0; code <= 0xffff; code += 1) {
    const text = String.fromCharCode(code);
    if (isOneColumnEach(text) && stringWidth(text) !== 1) wrong.push(code.toString(16));
    const isOfJapan = (code >= 0x3000 && code < 0xa000) || code >= 0xff00;
    if (isOfJapan && textWidth(text) !== stringWidth(text)) wrong.push(code.toString(16));
  }
  assert.deepEqual(wrong, []);
});

test('wide, joined and coloured texts are measured in columns', () => {
  const table: [text: string, columns: number][] = [
    ['bash', 4],
    ['❯ ● ─', 5],
    ['漢字', 4],
    ['カナ「、」です abc', 18],
    ['か\u3099', 2],
    ['e\u0301', 1],
    ['👍🏽', 2],
    ['⚠\ufe0f', 2],
    ['\x1b[36m\x1b[1m❯\x1b[22m\x1b[39m x', 3],
    ['\x1b[1m漢\x1b[22m', 2],
    ['', 0],
  ];
  for (const [text, columns] of table) assert.equal(textWidth(text), columns, JSON.stringify(text));
});
