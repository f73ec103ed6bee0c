import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allCases } from './cases/index.js';

test('every case of the matrix has a name of its own, by which it is chosen and its files are named', () => {
  const names = allCases.map(({ name }) => name.replaceAll(/\W+/g, '-'));
  assert.equal(new Set(names).size, names.length);
  assert.ok(names.length >= 90, `${names.length} cases`);
});
