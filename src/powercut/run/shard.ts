import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { atomicWriteFile } from '../../base/fs/atomic-write.js';
import { readSmallFile, readSmallText } from '../../base/fs/read-small-file.js';
import { openRecording } from '../record/recording.js';
import { type ScenarioName, scenarioNames } from '../record/scenarios.js';
import { mixedSeed, randomOf } from '../states/garbage.js';
import { Examination } from './examine.js';
import { type Lab, recordingDir } from './lab-folder.js';
import { count, emptyTally, type Tally } from './tally.js';

/** One part of a recording: every so-manieth epoch. */
export interface Shard {
  scenario: ScenarioName;
  /** From 0. */
  number: number;
}

/** What was found in a part. */
export interface ShardResult {
  tally: Tally;
  /** Digests of the states, each once, but for those of a lost flush. */
  digests: BigUint64Array;
}

/** States between two looks at the clock. */
const breath = 4096;

/** Digests of ten million states are 80 MB. */
const mostDigestBytes = 1 << 30;

/**
 * Examines parts of one recording, and keeps what was found of each beside it. The recording is read once.
 * @param onShard called at the end of each part
 * @param isLate asked between epochs; a part that is not finished is not kept
 * @returns whether all are finished
 */
export async function examineShards(
  lab: Lab,
  scenario: ScenarioName,
  numbers: readonly number[],
  { onShard, isLate }: { onShard: (shard: Shard, states: number) => void; isLate: () => boolean },
): Promise<boolean> {
  const { seed, kinds, shards } = lab.plan;
  const { recorded, facts, close } = await openRecording(recordingDir(lab, scenario), scenario);
  try {
    for (const number of numbers) {
      if (isLate()) return false;
      const examination = new Examination(recorded, facts, { seed, kinds });
      const tally = emptyTally();
      const digests = new Set<bigint>();
      const random = randomOf(mixedSeed(mixedSeed(seed, scenarioNames.indexOf(scenario)), number));
      let states = 0;
      for (const { cut, state, verdict } of examination.cuts((epoch) => epoch.number % shards === number)) {
        count(tally, cut, verdict, random());
        if (cut.kind !== 'lost-flush') digests.add(state.digest());
        states += 1;
        if (states % breath !== 0) continue;
        // Signals are heard in between.
        await setImmediate();
        if (isLate()) return false;
      }
      tally.checks = { ...examination.checks };
      await writeShard(lab, { scenario, number }, { tally, digests: BigUint64Array.from(digests).sort() });
      onShard({ scenario, number }, states);
    }
    return true;
  } finally {
    close();
  }
}

async function writeShard(lab: Lab, shard: Shard, { tally, digests }: ShardResult): Promise<void> {
  await mkdir(path.dirname(fileOf(lab, shard, 'json')), { recursive: true });
  await atomicWriteFile(fileOf(lab, shard, 'digests'), new Uint8Array(digests.buffer));
  await atomicWriteFile(fileOf(lab, shard, 'json'), `${JSON.stringify(tally)}\n`);
}

/** @returns Null where the part is not finished. */
export async function readShard(lab: Lab, shard: Shard): Promise<ShardResult | null> {
  const text = await readSmallText(fileOf(lab, shard, 'json')).catch(() => null);
  if (text === null) return null;
  const bytes = await readSmallFile(fileOf(lab, shard, 'digests'), mostDigestBytes);
  const digests = new BigUint64Array(Uint8Array.from(bytes).buffer);
  return { tally: JSON.parse(text) as Tally, digests };
}

/** Parts that are not finished, by their recordings. */
export async function openShards(lab: Lab, scenario: ScenarioName): Promise<number[]> {
  const open: number[] = [];
  for (let number = 0; number < lab.plan.shards; number += 1) {
    if ((await readShard(lab, { scenario, number })) === null) open.push(number);
  }
  return open;
}

function fileOf(lab: Lab, { scenario, number }: Shard, ending: 'json' | 'digests'): string {
  return path.join(recordingDir(lab, scenario), 'parts', `${number}.${ending}`);
}
