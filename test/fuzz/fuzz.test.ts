import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { fuzz } from './fuzz.js';
import { quickTarget } from './target.js';
import { targets } from './targets.js';

/** Inputs of a target with share 1: `npm run fuzz` tries as many as there is time for. */
const runs = 10;

for (const { name, property, share } of targets) {
  test(`whatever is given as ${name}: an answer or a failure that says what is wrong`, () => {
    fc.assert(property, { seed: 17, numRuns: Math.max(1, Math.round(share * runs)) });
  });
}

test('a run of the same seed gives the same finding, with the smallest input that shows it', () => {
  const broken = quickTarget('numbers', fc.nat(), (number) => assert.ok(number < 1000));
  const linesOf = (seed: number) => {
    const lines: string[] = [];
    const result = fuzz({ minutes: 1, seed }, (line) => lines.push(line), [broken]);
    assert.equal(result.findings, 1);
    return lines;
  };
  const [first, finding = '', last = ''] = linesOf(7);
  assert.equal(first, 'Seed 7');
  assert.match(finding, /numbers, seed 7: \[1000\]\n/);
  assert.match(last, /^\d+ inputs, seed 7, 1 findings$/);
  assert.deepEqual(
    linesOf(7).map((text) => text.split('\n')[1]),
    [first, finding, last].map((text) => text.split('\n')[1]),
  );
});
