import assert from 'node:assert/strict';
import { test } from 'node:test';
import { packageFile } from '../../src/engine/package-file.js';
import { runProgram } from '../helpers/run-program.js';
import { chooseBatches } from '../run.js';

const files = ['spec/sizes.test.js', 'e2e/boot.test.js', 'image/seeds.test.js', 'e2e/cut.test.js'];
const unit = ['image/seeds.test.js', 'spec/sizes.test.js'];
const endToEnd = ['e2e/boot.test.js', 'e2e/cut.test.js'];

test('the words behind `npm test --` choose the files, end-to-end tests come last and one at a time', () => {
  const table: [string[], string[][]][] = [
    [[], [unit, endToEnd]],
    [['unit'], [unit]],
    [['stage'], [unit]],
    [['e2e'], [endToEnd]],
    [['seeds'], [['image/seeds.test.js']]],
    [
      ['boot', 'sizes'],
      [['spec/sizes.test.js'], ['e2e/boot.test.js']],
    ],
    [['nothing'], []],
  ];
  for (const [words, expected] of table) {
    const batches = chooseBatches(files, words);
    assert.deepEqual(
      batches.map((batch) => batch.files),
      expected,
    );
    for (const { files: chosen, concurrency } of batches) {
      assert.equal(concurrency, chosen[0]?.startsWith('e2e/') ? 1 : 2);
    }
  }
});

test('a word that matches no test is an error, not a success', () => {
  const { status, stderr } = runProgram(process.execPath, [packageFile('build/test/run.js'), 'no-such-test']);
  assert.equal(status, 2);
  assert.match(stderr, /No test file matches `no-such-test`/);
});
