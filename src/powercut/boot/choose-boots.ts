import type { ScenarioName } from '../record/scenarios.js';
import { inTurns } from '../run/in-turns.js';
import type { Tally } from '../run/tally.js';

/** What was found of one recording. */
export interface Examined {
  scenario: ScenarioName;
  tally: Pick<Tally, 'outcomes' | 'samples'>;
}

/**
 * Chooses cuts whose disks are started: the first of each outcome, then samples, of each scenario and each kind alike.
 * @returns identifiers of cuts by scenario; no more than `most` in all, fewer where not so many are kept
 */
export function chooseBoots(examined: readonly Examined[], most: number): Map<ScenarioName, string[]> {
  const first = inTurns(
    examined.map(({ scenario, tally }) => tally.outcomes.map(({ example }) => ({ scenario, id: example }))),
  );
  const samples = inTurns(
    examined.map(({ scenario, tally }) =>
      inTurns(
        Object.entries(tally.samples)
          .filter(([kind]) => kind !== 'lost-flush')
          .map(([, kept]) => kept.map(({ id }) => ({ scenario, id }))),
      ),
    ),
  );
  const chosen = new Map([...first, ...samples].map((one) => [`${one.scenario}/${one.id}`, one] as const));
  const byScenario = new Map<ScenarioName, string[]>();
  for (const { scenario, id } of [...chosen.values()].slice(0, most)) {
    byScenario.set(scenario, [...(byScenario.get(scenario) ?? []), id]);
  }
  return byScenario;
}
