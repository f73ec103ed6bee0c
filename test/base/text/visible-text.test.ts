import assert from 'node:assert/strict';
import { test } from 'node:test';
import { drawnText, visibleText } from '../../../src/base/text/visible-text.js';

const rows: readonly [what: string, text: string, shown: string][] = [
  ['a title of the window', 'a\x1b]0;owned\x07b', 'a\\u001b]0;owned\\u0007b'],
  ['a sequence of one character', '\x9b2J', '\\u009b2J'],
  ['a return to the first column', 'harmless\rX', 'harmless\\u000dX'],
  ['Delete and NUL', '\x7f\0', '\\u007f\\u0000'],
  ['a text that runs backwards', 'user\u202etxt.exe', 'user\\u202etxt.exe'],
  ['lines, also of a terminal in raw mode', 'a\tb\nc\r\nd', 'a\tb\nc\r\nd'],
  ['letters of all kinds', 'ünï 漢字 👩‍🔧 العربية', 'ünï 漢字 👩‍🔧 العربية'],
];

for (const [what, text, shown] of rows) {
  test(`${what} is shown, not obeyed`, () => {
    assert.equal(visibleText(text), shown);
    assert.equal(drawnText(text).length, text.length);
    assert.equal(visibleText(drawnText(text)), drawnText(text));
  });
}

test('what is shown of JSON is the same JSON', () => {
  const value = { text: rows.map(([, text]) => text).join('') };
  assert.deepEqual(JSON.parse(visibleText(JSON.stringify(value))), value);
});
