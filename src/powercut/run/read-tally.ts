import type { ScenarioName } from '../record/scenarios.js';
import type { Lab } from './lab-folder.js';
import { readShard } from './shard.js';
import { add, emptyTally, type Tally } from './tally.js';

/** What was found of one recording in the parts that are examined. */
export interface ExaminedParts {
  tally: Tally;
  /** Digests of the states, a list for each part. */
  digests: BigUint64Array[];
}

/** Adds up what is finished of a recording; parts that are missing count as not examined. */
export async function readTally(lab: Lab, scenario: ScenarioName): Promise<ExaminedParts> {
  const tally = emptyTally();
  const digests: BigUint64Array[] = [];
  for (let number = 0; number < lab.plan.shards; number += 1) {
    const result = await readShard(lab, { scenario, number });
    if (result === null) continue;
    add(tally, result.tally);
    digests.push(result.digests);
  }
  return { tally, digests };
}
