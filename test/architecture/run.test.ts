import assert from 'node:assert/strict';
import { test } from 'node:test';
import { packageFile } from '../../src/base/fs/package-file.js';
import { runProgram } from '../helpers/run-program.js';
import { chooseBatches, type Layer } from '../run.js';

const files = [
  ...['spec/sizes.test.js', 'e2e/boot.test.js', 'e2e/twins.long.test.js'],
  ...['rpm/dnf5.stage.test.js', 'e2e/cut.test.js'],
];
const unit = ['spec/sizes.test.js'];
const stages = ['rpm/dnf5.stage.test.js'];
const endToEnd = ['e2e/boot.test.js', 'e2e/cut.test.js'];
const long = ['e2e/twins.long.test.js'];

test('the words behind `npm test --` choose the files, and the quickest layer comes first', () => {
  const table: [words: string[], chosen: Partial<Record<Layer, string[]>>][] = [
    [[], { unit, stages, e2e: endToEnd }],
    [['unit'], { unit }],
    [['stages'], { stages }],
    [['e2e'], { e2e: endToEnd }],
    [['e2e', 'unit'], { unit, e2e: endToEnd }],
    [['long'], { long }],
    [['all'], { unit, stages, e2e: endToEnd, long }],
    [['dnf5'], { stages }],
    [['twins'], { long }],
    [['boot', 'sizes'], { unit, e2e: ['e2e/boot.test.js'] }],
    [['nothing'], {}],
  ];
  for (const [words, expected] of table) {
    const batches = chooseBatches(files, words).map((batch) => [batch.layer, batch.files]);
    assert.deepEqual(batches, Object.entries(expected), words.join(' '));
  }
});

test('a word that matches no test is an error, not a success', () => {
  const { status, stderr } = runProgram(process.execPath, [packageFile('build/test/run.js'), 'no-such-test']);
  assert.equal(status, 2);
  assert.match(stderr, /No test file matches `no-such-test`/);
});
