import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { registerCleanup } from '../../base/cleanup.js';
import { atomicWriteFile } from '../../base/fs/atomic-write.js';
import { packageFile } from '../../base/fs/package-file.js';
import { readSmallText } from '../../base/fs/read-small-file.js';
import type { TaskContext } from '../../engine/progress.js';
import {
  type ExpectedContent,
  expectedContent,
  type FileSystemFault,
  fileSystemFault,
} from '../check/file-system-fault.js';
import { sectorBytes } from '../disk/sectors.js';
import { machineEnvironment } from '../record/machine-environment.js';
import { type OpenRecording, openRecording } from '../record/recording.js';
import { type ScenarioName, scenarioOf } from '../record/scenarios.js';
import type { CutKind } from '../states/cuts.js';
import { randomOf } from '../states/garbage.js';
import { walk } from '../states/walk.js';
import { inTurns } from './in-turns.js';
import { type Lab, recordingDir } from './lab-folder.js';

/** How a file system is looked at: as the device does, or as a control. */
export const fileSystemChecks = ['device', 'fsck-n'] as const;
export type FileSystemCheck = (typeof fileSystemChecks)[number];

/** What real programs found of the states of one file system. */
export interface FileSystemTally {
  check: FileSystemCheck;
  /** Different states of the partition. */
  distinct: number;
  /** How many of them were looked at, and how many states of the disk have one of these. */
  checked: number;
  standFor: number;
  seconds: number;
  faults: { fault: FileSystemFault; states: number; examples: string[] }[];
}

/** A state of the partition: the first cut that leaves it, and how many do. */
interface PartState {
  id: string;
  kind: CutKind;
  expected: ExpectedContent;
  cuts: number;
}

/** States that one call of the script looks at, and how many MiB they may hold together in memory. */
const batch = 8;
const batchMiB = 256;
const keptExamples = 5;

/**
 * Looks at states of the file system that a recording writes to, with the device's own healer: as many as the plan says,
 * chosen by the seed; all if there are no more.
 */
export async function checkFileSystems(
  ctx: TaskContext,
  lab: Lab,
  scenario: ScenarioName,
  { check, isLate }: { check: FileSystemCheck; isLate: () => boolean },
): Promise<FileSystemTally | null> {
  const part = scenarioOf(scenario).fileSystem;
  if (part === null) return null;
  const recording = await openRecording(recordingDir(lab, scenario), scenario);
  const scratch = await mkdtemp(path.join(tmpdir(), 'tfr-powercut-'));
  const forget = registerCleanup(() => void rm(scratch, { recursive: true, force: true }));
  const from = performance.now();
  const tally: FileSystemTally = { check, distinct: 0, checked: 0, standFor: 0, seconds: 0, faults: [] };
  try {
    ctx.progress.status('counting the states of the file system');
    const states = partStates(recording, lab, part);
    tally.distinct = states.size;
    const chosen = choose([...states.values()], lab.plan.fileSystemStates, lab.plan.seed);
    await mkdir(path.join(scratch, 'work'));
    for (const group of materialized(recording, lab, { part, chosen, scratch })) {
      if (isLate()) break;
      ctx.progress.status(`${tally.checked} of ${chosen.length} states of the file system`);
      for (const { file, read } of group) await writeFile(path.join(scratch, file), read());
      const found = await look(ctx, recording, {
        part,
        check,
        scratch,
        files: group.map(({ file }) => file),
      });
      for (const { file, state } of group) {
        add(tally, state, fileSystemFault(found.get(file) ?? '', state.expected));
        await rm(path.join(scratch, file));
      }
    }
    tally.seconds = Math.round((performance.now() - from) / 100) / 10;
    await atomicWriteFile(tallyFile(lab, scenario, check), `${JSON.stringify(tally)}\n`);
    return tally;
  } finally {
    recording.close();
    forget();
    await rm(scratch, { recursive: true, force: true });
  }
}

/** @returns Null where it was not looked at. */
export async function readFileSystemTally(
  lab: Lab,
  scenario: ScenarioName,
  check: FileSystemCheck,
): Promise<FileSystemTally | null> {
  const text = await readSmallText(tallyFile(lab, scenario, check)).catch(() => null);
  return text === null ? null : (JSON.parse(text) as FileSystemTally);
}

function tallyFile(lab: Lab, scenario: ScenarioName, check: FileSystemCheck): string {
  return path.join(recordingDir(lab, scenario), `file-system-${check}.json`);
}

function partStates({ recorded }: OpenRecording, { plan }: Lab, part: string): Map<bigint, PartState> {
  const region = recorded.regions.findIndex(({ kind }) => kind === part);
  const states = new Map<bigint, PartState>();
  const { epochs } = recorded.index;
  const options = { seed: plan.seed, kinds: plan.kinds.filter((kind) => kind !== 'lost-flush') };
  for (const { cut, epoch, state } of walk(recorded, options, { isWanted: () => true })) {
    const digest = (BigInt(state.high[region] ?? 0) << 32n) | BigInt(state.low[region] ?? 0);
    const known = states.get(digest);
    if (known === undefined) {
      const { id, kind, begun } = cut;
      const expected = kind === 'garbage' ? null : expectedContent(epochs, epoch, begun);
      states.set(digest, { id, kind, expected, cuts: 1 });
    } else known.cuts += 1;
  }
  return states;
}

/** As many as are wanted, of each kind of cut alike, by chance of the seed; in the order of their cuts. */
function choose(states: readonly PartState[], most: number, seed: number): PartState[] {
  const random = randomOf(seed);
  const byKind = new Map<CutKind, { state: PartState; order: number; chance: number }[]>();
  for (const [order, state] of states.entries()) {
    const marked = { state, order, chance: random() };
    const queue = byKind.get(state.kind);
    if (queue === undefined) byKind.set(state.kind, [marked]);
    else queue.push(marked);
  }
  const queues = [...byKind.values()].map((queue) => queue.sort((one, other) => one.chance - other.chance));
  return inTurns(queues)
    .slice(0, most)
    .sort((one, other) => one.order - other.order)
    .map(({ state }) => state);
}

interface Materialized {
  state: PartState;
  file: string;
  read: () => Buffer;
}

/** The states in groups; their content is there until the next group is asked for. */
function* materialized(
  { recorded, facts }: OpenRecording,
  { plan }: Lab,
  { part, chosen }: { part: 'persist' | string; chosen: readonly PartState[]; scratch: string },
): Generator<Materialized[]> {
  const wanted = new Map(chosen.map((state) => [state.id, state]));
  const place = [...facts.layout.partitions].find(([name]) => name === part)?.[1];
  if (place === undefined) return;
  const options = { seed: plan.seed, kinds: plan.kinds.filter((kind) => kind !== 'lost-flush') };
  const most = Math.max(1, Math.min(batch, Math.floor((batchMiB << 20) / (place.sectors * sectorBytes))));
  let group: Materialized[] = [];
  for (const { cut, state } of walk(recorded, options, { isWanted: () => true })) {
    const wantedState = wanted.get(cut.id);
    if (wantedState === undefined) continue;
    const content = state.read(place.first, place.sectors);
    group.push({ state: wantedState, file: `state${group.length}`, read: () => content });
    if (group.length < most) continue;
    yield group;
    group = [];
  }
  if (group.length > 0) yield group;
}

/** What the script says of each file. */
async function look(
  ctx: TaskContext,
  { facts }: OpenRecording,
  {
    part,
    check,
    scratch,
    files,
  }: { part: string; check: FileSystemCheck; scratch: string; files: readonly string[] },
): Promise<Map<string, string>> {
  const { stdout } = await ctx.engine.run({
    program: 'unshare',
    args: [
      ...['-m', 'sh', packageFile('src/powercut/check/check-part.sh'), part, check],
      ...files.map((file) => path.join(scratch, file)),
    ],
    env: machineEnvironment(facts.layout, path.join(scratch, 'work')),
    purpose: 'looking at file systems',
    capture: true,
    signal: ctx.signal,
  });
  return new Map(
    [...stdout.matchAll(/^(state\d+) (.*)$/gm)].map(([, file = '', words = '']) => [file, words]),
  );
}

function add(tally: FileSystemTally, { id, cuts }: PartState, fault: FileSystemFault | null): void {
  tally.checked += 1;
  tally.standFor += cuts;
  if (fault === null) return;
  const known = tally.faults.find((one) => one.fault === fault);
  if (known === undefined) tally.faults.push({ fault, states: cuts, examples: [id] });
  else {
    known.states += cuts;
    known.examples = [...known.examples, id].slice(0, keptExamples);
  }
}
