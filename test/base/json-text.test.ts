import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Failure } from '../../src/base/failure.js';
import { parseJsonText } from '../../src/base/json-text.js';

test('JSON is read as JSON.parse reads it', () => {
  const texts = [
    '{"a": [1, -2.5e3, "x\\u00e9\\n\\"", true, false, null, {}, []], "b": {"c": ""}}',
    ' [ ] ',
    '0',
    '"\\\\"',
  ];
  for (const text of texts) assert.deepEqual(parseJsonText(text, 'f').value, JSON.parse(text));
  assert.deepEqual(parseJsonText('\uFEFF{}', 'f').value, {});
});

test('a text of any length is read, and one without an end is refused, in linear time', () => {
  const long = `${'x'.repeat(12_000_000)}\\\\\\"`;
  const { value } = parseJsonText(`{"a": "${long}"}`, 'f') as { value: { a: string } };
  assert.equal(value.a.length, 12_000_002);
  for (const bad of [`{"a": "${long}`, `{"a": "${'\\\\'.repeat(4_000_000)}`, `{"a": "${long}\\`, '"\\u00g0"'])
    assert.throws(() => parseJsonText(bad, 'f'), /does not end, or holds a bad escape/);
});

test('the line and column of a field are known, and those of the nearest outer one for a field that is absent', () => {
  const { locate } = parseJsonText('{\n  "disks": {\n    "devices": ["sda",\n      "sdb"]\n  }\n}\n', 'f');
  assert.deepEqual(locate('disks'), { line: 2, column: 3 });
  assert.deepEqual(locate('disks.devices'), { line: 3, column: 5 });
  assert.deepEqual(locate('disks.devices[1]'), { line: 4, column: 7 });
  assert.deepEqual(locate('disks.devices[1].x.y'), { line: 4, column: 7 });
  assert.deepEqual(locate('disks.main'), { line: 2, column: 3 });
  assert.deepEqual(locate('release'), { line: 1, column: 1 });
});

test('what is not valid JSON is refused with line, column and the reason', () => {
  const table: [string, string, RegExp][] = [
    ['', 'f:1:1', /empty/],
    ['{\n  "a": 1,\n}', 'f:2:9', /comma before the closing/],
    ['{\n  "a": 1\n  "b": 2\n}', 'f:3:3', /comma or `}` is missing before `"b"`/],
    ["{'a': 1}", 'f:1:2', /not a valid key/],
    ['{"a": 1,', 'f:1:9', /ends where a key is expected/],
    ['{"a" 1}', 'f:1:6', /colon/],
    ['{"a": yes}', 'f:1:7', /`yes` is not a valid JSON value/],
    ['{"a": 012}', 'f:1:7', /`012` is not a valid JSON value/],
    ['{"a": ', 'f:1:7', /ends where a value/],
    ['{"a": 1', 'f:1:8', /ends before its closing `}`/],
    ['{"a": "x\n"}', 'f:1:7', /does not end/],
    ['{"a": 1} x', 'f:1:10', /after the end/],
    ['{\n// c\n"a": 1}', 'f:2:1', /no comments/],
    ['{"a": 1,\n "a": 2}', 'f:2:2', /`a` is given twice/],
    ['['.repeat(5000), 'f:1:102', /nested/],
  ];
  for (const [text, where, what] of table) {
    assert.throws(
      () => parseJsonText(text, 'f'),
      (error) => {
        assert.ok(error instanceof Failure);
        assert.equal(error.exitStatus, 2);
        assert.equal(error.facts.where, where, text.slice(0, 50));
        assert.match(error.facts.what, what);
        return true;
      },
    );
  }
});
