import assert from 'node:assert/strict';
import { test } from 'node:test';
import { runProgram } from '../helpers/run-program.js';
import { assertSmoke, benchProgram, quickGroups } from './assert-smoke.js';

for (const group of quickGroups) {
  test(`the bench still measures: ${group}`, () => assertSmoke(group));
}

test('a group that there is not is an error of the input', () => {
  const { status, stderr } = runProgram(process.execPath, [benchProgram, 'locks']);
  assert.equal(status, 2);
  assert.match(stderr, /There is no group `locks`; there are lock, build, boot, download, memory, wizard/);
});
