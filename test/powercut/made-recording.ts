import type { JudgedFacts } from '../../src/powercut/check/disk-judge.js';
import { layOut } from '../../src/powercut/disk/regions.js';
import { memoryDisk } from '../../src/powercut/disk/sectors.js';
import { type Epoch, indexLog } from '../../src/powercut/log/log-index.js';
import { Examination } from '../../src/powercut/run/examine.js';
import { add, count, emptyTally, type Tally } from '../../src/powercut/run/tally.js';
import { type CutKind, cutKinds } from '../../src/powercut/states/cuts.js';
import type { Recorded } from '../../src/powercut/states/disk-state.js';
import { logBytes, type MadeEntry, readMadeLog } from './made-log.js';
import { smallDisk } from './small-disk.js';

/**
 * A recording of these requests over a disk, the small one if absent.
 * @param laidOut a disk that has the partitions, if it is another one
 */
export function madeRecording(entries: readonly MadeEntry[], disk = smallDisk(), laidOut = disk) {
  const base = memoryDisk(disk);
  const layout = layOut(memoryDisk(laidOut), 'disk.raw');
  const log = readMadeLog(logBytes(entries));
  const recorded: Recorded = {
    base,
    log,
    regions: layout.regions,
    index: indexLog(log, base, layout.regions),
  };
  return { recorded, layout };
}

export interface ExamineOptions {
  disk?: Buffer;
  laidOut?: Buffer;
  facts?: Partial<Omit<JudgedFacts, 'layout'>>;
  kinds?: readonly CutKind[];
  seed?: number;
  isWanted?: (epoch: Epoch) => boolean;
}

/** Judges every cut of a made recording. */
export function examined(
  entries: readonly MadeEntry[],
  {
    disk,
    laidOut,
    facts = {},
    kinds = cutKinds.filter((kind) => kind !== 'lost-flush'),
    seed = 1,
    isWanted = () => true,
  }: ExamineOptions = {},
): Tally & { faultNames: string[] } {
  const { recorded, layout } = madeRecording(entries, disk, laidOut);
  const examination = new Examination(
    recorded,
    { layout, wholeAtFirst: { '0': true, '1': true }, written: null, ...facts },
    { seed, kinds },
  );
  const tally = emptyTally();
  for (const { cut, verdict } of examination.cuts(isWanted)) count(tally, cut, verdict, 0);
  add(tally, { ...emptyTally(), checks: { ...examination.checks } });
  return { ...tally, faultNames: [...new Set(tally.faults.map(({ fault }) => fault))].sort() };
}
