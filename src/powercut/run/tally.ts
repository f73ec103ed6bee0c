import type { Fault, Verdict } from '../check/oracle.js';
import type { Cut, CutKind } from '../states/cuts.js';

/** States that came to one outcome. */
export interface OutcomeCount {
  outcome: string;
  states: number;
  /** The first cut that came to it. */
  example: string;
}

export interface FaultCount {
  fault: Fault;
  /** The way in which the disk was left; a lost flush stands apart. */
  kind: CutKind;
  states: number;
  /** The first cuts, to replay. */
  examples: string[];
}

/** A cut that may be chosen to be looked at more closely. */
export interface Sample {
  id: string;
  /** From 0 to 1: those with the smallest are kept. */
  chance: number;
}

/** What was found of the states of one recording, or of a part of it; parts are added up. */
export interface Tally {
  /** States, by how the cut left the disk. Two cuts that leave the same disk count twice here. */
  states: Partial<Record<CutKind, number>>;
  outcomes: OutcomeCount[];
  faults: FaultCount[];
  /** Looks at a region of the disk that were made for them: what was the same was looked at once. */
  checks: Record<string, number>;
  /** Some cuts of each kind, in the order of chance. */
  samples: Partial<Record<CutKind, Sample[]>>;
}

/** How many cuts are kept of each kind. */
export const keptSamples = 64;
/** How many cuts are told of each fault. */
const keptExamples = 5;

export function emptyTally(): Tally {
  return { states: {}, outcomes: [], faults: [], checks: {}, samples: {} };
}

/**
 * Adds one state.
 * @param chance from 0 to 1, of which a sample is made
 */
export function count(tally: Tally, { id, kind }: Cut, { outcome, faults }: Verdict, chance: number): void {
  addSample(tally, kind, { id, chance });
  tally.states[kind] = (tally.states[kind] ?? 0) + 1;
  // Such disks are counted apart.
  if (kind !== 'lost-flush') addOutcome(tally, { outcome, states: 1, example: id });
  for (const fault of faults) addFault(tally, { fault, kind, states: 1, examples: [id] });
}

/** Adds what was found of another part. */
export function add(tally: Tally, other: Tally): void {
  for (const [kind, states] of Object.entries(other.states) as [CutKind, number][]) {
    tally.states[kind] = (tally.states[kind] ?? 0) + states;
  }
  for (const outcome of other.outcomes) addOutcome(tally, outcome);
  for (const fault of other.faults) addFault(tally, fault);
  for (const [check, number] of Object.entries(other.checks)) {
    tally.checks[check] = (tally.checks[check] ?? 0) + number;
  }
  for (const [kind, samples] of Object.entries(other.samples) as [CutKind, Sample[]][]) {
    for (const sample of samples) addSample(tally, kind, sample);
  }
}

function addSample(tally: Tally, kind: CutKind, sample: Sample): void {
  const samples = tally.samples[kind] ?? [];
  tally.samples[kind] = samples;
  if (samples.length >= keptSamples && (samples.at(-1)?.chance ?? 0) <= sample.chance) return;
  const next = samples.findIndex(({ chance }) => chance > sample.chance);
  samples.splice(next < 0 ? samples.length : next, 0, sample);
  if (samples.length > keptSamples) samples.pop();
}

export function statesOf({ states }: Tally): number {
  return Object.values(states).reduce((sum, number) => sum + number, 0);
}

function addOutcome(tally: Tally, added: OutcomeCount): void {
  const known = tally.outcomes.find(({ outcome }) => outcome === added.outcome);
  if (known === undefined) tally.outcomes.push({ ...added });
  else known.states += added.states;
}

function addFault(tally: Tally, added: FaultCount): void {
  const known = tally.faults.find(({ fault, kind }) => fault === added.fault && kind === added.kind);
  if (known === undefined) tally.faults.push({ ...added, examples: [...added.examples] });
  else {
    known.states += added.states;
    known.examples = [...known.examples, ...added.examples].slice(0, keptExamples);
  }
}
