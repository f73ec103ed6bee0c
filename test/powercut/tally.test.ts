import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { add, count, emptyTally, keptSamples, type Tally } from '../../src/powercut/run/tally.js';
import type { CutKind } from '../../src/powercut/states/cuts.js';
import { randomOf } from '../../src/powercut/states/garbage.js';

const right = { outcome: 'starts a', faults: [], chosen: '0' } as const;

function tallyOf(cuts: readonly { id: string; kind: CutKind; chance: number }[]): Tally {
  const tally = emptyTally();
  for (const { id, kind, chance } of cuts) count(tally, { id, kind, begun: 1 }, right, chance);
  return tally;
}

describe('samples of the cuts', () => {
  const random = randomOf(7);
  const cuts = Array.from({ length: 500 }, (_, at) => ({
    id: `e${at}`,
    kind: at % 3 === 0 ? ('torn' as const) : ('prefix' as const),
    chance: random(),
  }));

  test('are those with the smallest chance, of each kind as many', () => {
    for (const kind of ['torn', 'prefix'] as const) {
      const smallest = cuts
        .filter((cut) => cut.kind === kind)
        .sort((one, other) => one.chance - other.chance)
        .slice(0, keptSamples);
      assert.deepEqual(
        tallyOf(cuts).samples[kind]?.map(({ id }) => id),
        smallest.map(({ id }) => id),
      );
    }
  });

  test('are the same however the cuts are divided into parts', () => {
    const sum = emptyTally();
    for (const part of [2, 0, 1]) add(sum, tallyOf(cuts.filter((_, at) => at % 3 === part)));
    assert.deepEqual(sum.samples, tallyOf(cuts).samples);
  });

  test('a disk that lost what it said it flushed makes no outcome', () => {
    assert.deepEqual(tallyOf([{ id: 'e1.l1', kind: 'lost-flush', chance: 0 }]).outcomes, []);
  });
});
