import fc from 'fast-check';
import type { Target } from './target.js';
import { targets as allTargets } from './targets.js';

export interface FuzzOptions {
  minutes: number;
  seed: number;
}

/** Inputs in one round of a target with share 1. */
const perRound = 1000;

/**
 * Tries targets in turn, each round with another seed, until the time is up. A target with a finding is not tried again.
 * @returns how many inputs were tried, and how many of the targets have a finding
 */
export function fuzz(
  { minutes, seed }: FuzzOptions,
  print: (line: string) => void,
  targets: readonly Target[] = allTargets,
): { inputs: number; findings: number } {
  const end = Date.now() + minutes * 60_000;
  const failed = new Set<Target>();
  let inputs = 0;
  print(`Seed ${seed}`);
  for (let round = 0; Date.now() < end; round += 1) {
    for (const target of targets) {
      if (failed.has(target) || Date.now() >= end) continue;
      const numRuns = Math.max(1, Math.round(target.share * perRound));
      const result = fc.check(target.property, { seed: seed + round, numRuns });
      inputs += result.numRuns;
      if (!result.failed) continue;
      failed.add(target);
      const reason = result.errorInstance instanceof Error ? result.errorInstance.stack : 'no error';
      print(`\n${target.name}, seed ${seed + round}: ${fc.stringify(result.counterexample)}\n${reason}\n`);
    }
    if (failed.size === targets.length) break;
  }
  print(`${inputs} inputs, seed ${seed}, ${failed.size} findings`);
  return { inputs, findings: failed.size };
}
