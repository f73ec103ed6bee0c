import assert from 'node:assert/strict';
import { test } from 'node:test';
import { textBefore, withoutTrailing } from '../../../src/base/text/ends.js';

test('the end of a text is taken off sign by sign, or at the first of some signs', () => {
  for (const [text, signs, expected] of [
    ['a/b//', '/', 'a/b'],
    ['a-.-', '-.', 'a'],
    ['///', '/', ''],
    ['', '/', ''],
    ['a', '', 'a'],
  ] as const) {
    assert.equal(withoutTrailing(text, signs), expected);
  }
  assert.equal(textBefore('a # b # c', '#'), 'a ');
  assert.equal(textBefore('de_DE@euro.x', '.', '@'), 'de_DE');
  assert.equal(textBefore('#', '#'), '');
  assert.equal(textBefore('a', '#'), 'a');
});
