import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { chooseBoots, type Examined } from '../../src/powercut/boot/choose-boots.js';
import type { ScenarioName } from '../../src/powercut/record/scenarios.js';

function examined(
  scenario: ScenarioName,
  outcomes: readonly string[],
  samples: Examined['tally']['samples'],
): Examined {
  return {
    scenario,
    tally: {
      outcomes: outcomes.map((example) => ({ outcome: `as ${example}`, states: 9, example })),
      samples,
    },
  };
}

const kept = (...ids: string[]) => ids.map((id, at) => ({ id, chance: at / 10 }));
const lab = [
  examined('update', ['e0.start', 'e5.p1.0'], {
    prefix: kept('e1.p0.0', 'e2.p0.0'),
    subset: kept('e3.s1', 'e3.s2'),
  }),
  examined('log', ['e0.start'], { prefix: kept('e7.p0.0'), 'lost-flush': kept('e9.l1') }),
];

describe('disks that are started', () => {
  const cases: [most: number, chosen: Partial<Record<ScenarioName, string[]>>, why: string][] = [
    [0, {}, 'none are asked for'],
    [1, { update: ['e0.start'] }, 'an outcome comes first'],
    [3, { update: ['e0.start', 'e5.p1.0'], log: ['e0.start'] }, 'each outcome of each scenario'],
    [
      5,
      { update: ['e0.start', 'e5.p1.0', 'e1.p0.0'], log: ['e0.start', 'e7.p0.0'] },
      'then samples, of each scenario alike',
    ],
    [
      99,
      {
        update: ['e0.start', 'e5.p1.0', 'e1.p0.0', 'e3.s1', 'e2.p0.0', 'e3.s2'],
        log: ['e0.start', 'e7.p0.0'],
      },
      'no more than are kept, and none of a disk that lost what it said it flushed',
    ],
  ];
  for (const [most, chosen, why] of cases) {
    test(`${most}: ${why}`, () => assert.deepEqual(Object.fromEntries(chooseBoots(lab, most)), chosen));
  }

  test('one that is an outcome and a sample is started once', () => {
    const one = [examined('update', ['e0.start'], { prefix: kept('e0.start', 'e1.p0.0') })];
    assert.deepEqual(chooseBoots(one, 9).get('update'), ['e0.start', 'e1.p0.0']);
  });
});
