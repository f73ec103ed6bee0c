import { type BootFault, bootFaults } from '../boot/boot-fault.js';
import { type BootedCut, type BootResults, readBoots } from '../boot/boot-results.js';
import { type FileSystemFault, fileSystemFaults } from '../check/file-system-fault.js';
import { type Fault, faults as faultTexts } from '../check/oracle.js';
import { readRecordingFacts } from '../record/recording.js';
import { type ScenarioName, scenarioNames, scenarioOf } from '../record/scenarios.js';
import { type FileSystemTally, fileSystemChecks, readFileSystemTally } from '../run/file-systems.js';
import { type Lab, type LabPlan, recordingDir } from '../run/lab-folder.js';
import { type OwnTally, readOwnTally } from '../run/own-check.js';
import { readTally } from '../run/read-tally.js';
import { statesOf, type Tally } from '../run/tally.js';

/** What was found of one scenario. */
export interface ScenarioFindings {
  scenario: ScenarioName;
  title: string;
  isControl: boolean;
  /** Seconds that the recording took. */
  recordSeconds: number;
  tally: Tally;
  /** States of the disk that differ from one another. */
  distinct: number;
  /** Parts that were examined, of all. */
  shards: number;
  fileSystems: FileSystemTally[];
  /** What a person's own check says; null where there is none. */
  ownCheck: OwnTally | null;
  /** Cuts whose disks were started. */
  boots: BootedCut[];
}

/** All that a lab has found so far. */
export interface Findings {
  plan: LabPlan;
  scenarios: ScenarioFindings[];
  /** Starts that the others are measured by. */
  boots: Pick<BootResults, 'image' | 'withoutRoot'>;
}

/** Reads what is finished of a lab; parts that are missing count as not examined. */
export async function readFindings(lab: Lab): Promise<Findings> {
  const { cuts, ...boots } = await readBoots(lab);
  const scenarios: ScenarioFindings[] = [];
  for (const scenario of scenarioNames.filter((name) => lab.plan.scenarios.includes(name))) {
    const recording = await readRecordingFacts(recordingDir(lab, scenario));
    if (recording === null) continue;
    const { title, isControl } = scenarioOf(scenario);
    const { tally, digests } = await readTally(lab, scenario);
    const fileSystems = await Promise.all(
      fileSystemChecks.map((check) => readFileSystemTally(lab, scenario, check)),
    );
    scenarios.push({
      ...{ scenario, title, isControl, tally, recordSeconds: recording.seconds },
      ...{ distinct: countDistinct(digests), shards: digests.length },
      fileSystems: fileSystems.filter((one) => one !== null),
      ownCheck: scenario === 'own' ? await readOwnTally(lab) : null,
      boots: cuts.filter((cut) => cut.scenario === scenario),
    });
  }
  return { plan: lab.plan, scenarios, boots };
}

/** How many different numbers there are in lists. */
export function countDistinct(lists: readonly BigUint64Array[]): number {
  const all = new BigUint64Array(lists.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const list of lists) {
    all.set(list, at);
    at += list.length;
  }
  all.sort();
  let distinct = 0;
  for (let index = 0; index < all.length; index += 1)
    if (index === 0 || all[index] !== all[index - 1]) distinct += 1;
  return distinct;
}

/** Something that is wrong, or that a control shows. */
export interface ReportedFault {
  text: string;
  states: number;
  /** Identifiers for `powercut replay`. */
  examples: string[];
  /** Disks that keep what they say they flushed do not come to it. */
  isLostFlush: boolean;
}

/** What is wrong with a scenario: of the disk as a whole, of its file system as the device looks at it, and at a start. */
export function faultsOf({
  scenario,
  tally,
  fileSystems,
  ownCheck,
  boots,
}: ScenarioFindings): ReportedFault[] {
  const named = (examples: readonly string[]) => examples.map((example) => `${scenario}/${example}`);
  const device = fileSystems.filter(({ check }) => check === 'device');
  return [
    ...tally.faults.map(({ fault, kind, states, examples }) => ({
      ...{ text: faultTexts[fault as Fault], states, examples: named(examples) },
      isLostFlush: kind === 'lost-flush',
    })),
    ...device.flatMap(({ faults }) => faults.map((one) => fileSystemFaultOf(one, named))),
    ...ownFaults(ownCheck, named),
    ...(Object.keys(bootFaults) as BootFault[]).flatMap((fault) => {
      const ids = boots.filter((boot) => boot.fault === fault).map(({ id }) => id);
      const text = `started in a virtual machine, ${bootFaults[fault]}`;
      return ids.length === 0 ? [] : [{ text, states: ids.length, examples: named(ids), isLostFlush: false }];
    }),
  ];
}

/** Those that say the same are one. */
function ownFaults(
  ownCheck: OwnTally | null,
  named: (examples: readonly string[]) => string[],
): ReportedFault[] {
  const byText = new Map<string, string[]>();
  for (const { id, said } of ownCheck?.failed ?? []) byText.set(said, [...(byText.get(said) ?? []), id]);
  return [...byText].map(([said, ids]) => ({
    ...{ text: `your own check says: ${said}`, states: ids.length },
    ...{ examples: named(ids.slice(0, keptExamples)), isLostFlush: false },
  }));
}

/** How many cuts are told of each. */
const keptExamples = 5;

function fileSystemFaultOf(
  { fault, states, examples }: FileSystemTally['faults'][number],
  named: (examples: readonly string[]) => string[],
): ReportedFault {
  return {
    ...{ text: fileSystemFaults[fault as FileSystemFault], states, examples: named(examples) },
    isLostFlush: false,
  };
}

/** The control of a check of file systems that is known to be wrong, where a scenario has one. */
export function controlFaultsOf({ scenario, fileSystems }: ScenarioFindings): ReportedFault[] | null {
  const control = fileSystems.find(({ check }) => check === 'fsck-n');
  if (control === undefined) return null;
  return control.faults.map((one) =>
    fileSystemFaultOf(one, (examples) => examples.map((example) => `${scenario}/${example}`)),
  );
}

/** The control of starts: a disk that must not come up. */
export const withoutRoot = 'without-root';
/** The control of a check of a person's own: a disk on which nothing is yet. */
const emptyDisk = 'own-check';

export interface Summary {
  /** States of our scenarios: cuts, and disks that differ. */
  cuts: number;
  distinct: number;
  /** Looks that were made for them. */
  looks: number;
  /** Our faults, without those of lost flushes. */
  faults: number;
  /** Disks that were started in a virtual machine. */
  booted: number;
  /** The control of these starts: a disk without a root was started as well, and did not come up. */
  isDarkWithoutRoot: boolean;
  /** Controls in which nothing was found though they were examined. */
  silentControls: string[];
  isComplete: boolean;
}

export function summarize({ plan, scenarios, boots }: Findings): Summary {
  const ours = scenarios.filter(({ isControl }) => !isControl);
  const sum = (number: (one: ScenarioFindings) => number) => ours.reduce((all, one) => all + number(one), 0);
  return {
    cuts: sum(({ tally }) => statesOf(tally)),
    distinct: sum(({ distinct }) => distinct),
    looks: sum(({ tally }) => Object.values(tally.checks).reduce((all, one) => all + one, 0)),
    faults: sum((one) => faultsOf(one).filter(({ isLostFlush }) => !isLostFlush).length),
    booted: sum((one) => one.boots.length),
    isDarkWithoutRoot: boots.withoutRoot !== null && boots.withoutRoot.slot === null,
    silentControls: [
      ...scenarios.flatMap((one) =>
        one.isControl && one.shards === plan.shards && faultsOf(one).length === 0 ? [one.scenario] : [],
      ),
      ...(scenarios.some(({ ownCheck }) => ownCheck !== null && ownCheck.control === null)
        ? [emptyDisk]
        : []),
      ...(boots.withoutRoot === null || boots.withoutRoot.slot === null ? [] : [withoutRoot]),
    ],
    isComplete:
      scenarios.length === plan.scenarios.length &&
      scenarios.every(({ shards }) => shards === plan.shards) &&
      (plan.boots === 0 || boots.withoutRoot !== null),
  };
}
