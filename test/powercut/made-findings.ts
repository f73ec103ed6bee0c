import type { Findings, ScenarioFindings } from '../../src/powercut/report/findings.js';
import type { WritePlot } from '../../src/powercut/report/write-plot.js';
import { usualPlan } from '../../src/powercut/run/lab-folder.js';
import { emptyTally, type Tally } from '../../src/powercut/run/tally.js';

const image = { file: '/work/<robot> & co.raw', bytes: 1, modified: 1 };
/** A fault of two cuts. */
export const fault: Tally['faults'][number] = {
  ...{ fault: 'partial-root', kind: 'subset', states: 1234, examples: ['e1.s3', 'e2.s5'] },
};

/** What was found of one scenario; nothing wrong if nothing else is said. */
export function scenario(over: Partial<ScenarioFindings>): ScenarioFindings {
  const tally = {
    ...{ ...emptyTally(), states: { prefix: 1_000_000, subset: 234 }, checks: { esp: 12 } },
    outcomes: [{ outcome: 'starts a whole', states: 1_000_234, example: 'e0.start' }],
  };
  return {
    ...{
      scenario: 'update',
      title: 'an update',
      isControl: false,
      recordSeconds: 4.2,
      tally,
      distinct: 900_000,
    },
    ...{ shards: 32, fileSystems: [], ownCheck: null, boots: [], ...over },
  };
}

export function findings(scenarios: readonly ScenarioFindings[]): Findings {
  const plan = {
    ...usualPlan,
    format: 1 as const,
    own: null,
    image,
    scenarios: scenarios.map((one) => one.scenario),
  };
  return { plan, scenarios: [...scenarios], boots: { image: null, withoutRoot: null } };
}

/** A control in which something was found, or nothing. */
export const control = (faults: Tally['faults']) =>
  scenario({ scenario: 'truncated-state', isControl: true, tally: { ...emptyTally(), faults } });

/** Two writes and a flush. */
export const plot: WritePlot = {
  ...{ scenario: 'update', writes: 2, flushes: 1, bands: ['esp', 'rootB'], ends: [1] },
  marks: [
    { band: 0, at: 0, from: 0.1, size: 0.01 },
    { band: 1, at: 0.5, from: 0, size: 0.5 },
  ],
};
