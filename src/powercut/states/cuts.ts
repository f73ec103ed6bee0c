import type { Epoch, IndexedWrite } from '../log/log-index.js';
import type { DiskState } from './disk-state.js';
import { mixedSeed, randomOf } from './garbage.js';

/**
 * How a cut may leave a disk.
 * - `prefix`: all that was written before, and nothing after, to the sector.
 * - `torn`: besides, the beginning of the sector that was being written.
 * - `garbage`: the neighbourhood of the sector that was being written holds noise, as flash memory can leave an erase
 *   block.
 * - `subset`: any of the writes since the last flush, and not the others: a disk may write them in any order.
 * - `lost-flush`: the same of a disk that says it has flushed and has not. No file system outlives that; it is asked for
 *   by name, and counted apart.
 */
export const cutKinds = ['prefix', 'torn', 'garbage', 'subset', 'lost-flush'] as const;
export type CutKind = (typeof cutKinds)[number];

export interface CutOptions {
  seed: number;
  kinds: readonly CutKind[];
}

export interface Cut {
  /** Names it within its recording: `e12.p3.5`. */
  id: string;
  kind: CutKind;
  /** How many writes of the epoch had been begun: marks before them hold. */
  begun: number;
}

/** Of as many writes between two flushes every subset is tried, of more as many samples. */
const exhaustiveWrites = 10;
const samples = 512;
/** So many flushes in a row are lost, and the same of the writes between them. */
const lostFlushes = 4;
const exhaustiveLost = 8;
const lostSamples = 64;
/** Sectors that samples of one epoch may write in all: an epoch that rewrites a slot has fewer samples. */
const mostSampledSectors = 40_000_000;
/** How many bytes of a torn sector are new: a boot state is short, and would be all new in a half of one. */
const tornBytes = [64, 256];
/** Sectors of a neighbourhood: 64 KiB. */
const neighbours = 128;

/** The writes of an epoch that was walked through, and the mark of the state before them. */
export interface Past {
  writes: readonly IndexedWrite[];
  mark: number;
}

/**
 * Every way in which a cut between two flushes may leave the disk, each once the state has been brought there: the state
 * is that of the cut until the next one is asked for. It must be as before the epoch at the call, and is so again at the
 * end. The same cuts come in the same order each time. A sector that is written with what it holds makes no cut.
 * @param past the epochs before this one, in order
 */
export function* cutsOf(
  state: DiskState,
  epoch: Epoch,
  past: readonly Past[],
  { seed, kinds }: CutOptions,
): Generator<Cut> {
  const start = state.mark();
  const isWanted = (kind: CutKind) => kinds.includes(kind);
  if (epoch.number === 0 && isWanted('prefix')) yield { id: 'e0.start', kind: 'prefix', begun: 0 };
  for (const [place, write] of epoch.writes.entries()) {
    yield* cutsInWrite(state, write, { epoch: epoch.number, place, seed, isWanted });
  }
  state.rollBack(start);
  if (isWanted('subset')) yield* subsets(state, epoch, seed);
  if (isWanted('lost-flush') && past.length > 0)
    yield* lostFlush(state, epoch, past.slice(-lostFlushes), seed);
}

interface Place {
  epoch: number;
  place: number;
  seed: number;
  isWanted: (kind: CutKind) => boolean;
}

/** Cuts while one write is made; it is made whole at the end. */
function* cutsInWrite(
  state: DiskState,
  write: IndexedWrite,
  { epoch, place, seed, isWanted }: Place,
): Generator<Cut> {
  const id = (sign: string, number: number) => `e${epoch}.${sign}${place}.${number}`;
  const begun = place + 1;
  // A discard is one request to the medium, and leaves nothing half.
  if (write.kind === 'discard') {
    state.apply(write);
    if (isWanted('prefix')) yield { id: id('p', 0), kind: 'prefix', begun };
    return;
  }
  for (let number = 0; number < write.sectors; number += 1) {
    const sector = write.sector + number;
    if (isWanted('garbage') && (number === 0 || sector % neighbours === 0)) {
      state.spoil(sector - (sector % neighbours), neighbours, mixedSeed(seed, write.at + number));
      yield { id: id('g', number), kind: 'garbage', begun };
      state.clearDamage();
    }
    // The kernel writes whole pages, most of which is there already.
    const changes = state.wouldChange(write, number);
    for (const bytes of isWanted('torn') && changes ? tornBytes : []) {
      state.tear(write, number, bytes);
      yield { id: `${id('t', number)}.${bytes}`, kind: 'torn', begun };
      state.clearDamage();
    }
    state.apply(write, number, number + 1);
    if (isWanted('prefix') && changes) yield { id: id('p', number), kind: 'prefix', begun };
  }
}

function* subsets(state: DiskState, { number, writes }: Epoch, seed: number): Generator<Cut> {
  // One write more or less is a prefix.
  if (writes.length < 2) return;
  const begun = writes.length;
  for (const [name, chosen] of choices(writes, exhaustiveWrites, samples, mixedSeed(seed, number))) {
    const mark = state.mark();
    for (const write of chosen) state.apply(write);
    yield { id: `e${number}.s${name}`, kind: 'subset', begun };
    state.rollBack(mark);
  }
}

function* lostFlush(
  state: DiskState,
  { number, writes }: Epoch,
  lost: readonly Past[],
  seed: number,
): Generator<Cut> {
  state.rollBack(lost[0]?.mark ?? 0);
  const before = lost.flatMap((epoch) => epoch.writes);
  const all = [...before, ...writes];
  for (const [name, chosen] of choices(all, exhaustiveLost, lostSamples, mixedSeed(~seed, number))) {
    const mark = state.mark();
    for (const write of chosen) state.apply(write);
    yield { id: `e${number}.l${name}`, kind: 'lost-flush', begun: writes.length };
    state.rollBack(mark);
  }
  for (const write of before) state.apply(write);
}

/**
 * Some of the writes, with a name for each choice: all subsets of few, else samples. Half of the samples leave out a few
 * writes, since programs are most often wrong about one that they thought was there; the others take each by chance.
 */
function* choices(
  writes: readonly IndexedWrite[],
  exhaustive: number,
  most: number,
  seed: number,
): Generator<[string, readonly IndexedWrite[]]> {
  if (writes.length <= exhaustive) {
    for (let bits = 1; bits < 2 ** writes.length - 1; bits += 1) {
      const chosen = writes.map((_, place) => ((bits >> place) & 1) === 1);
      if (isLegal(writes, chosen)) yield [bits.toString(16), writes.filter((_, place) => chosen[place])];
    }
    return;
  }
  const sectors = writes.reduce((sum, write) => sum + write.sectors, 0);
  const count = Math.max(2, Math.min(most, Math.floor(mostSampledSectors / sectors)));
  const random = randomOf(seed);
  for (let sample = 0; sample < count; sample += 1) {
    const isSparse = sample % 2 === 0;
    const left = new Set(
      Array.from({ length: 1 + Math.floor(random() * 3) }, () => Math.floor(random() * writes.length)),
    );
    const chosen = writes.map((_, place) => (isSparse ? !left.has(place) : random() < 0.5));
    if (isLegal(writes, chosen)) yield [`r${sample}`, writes.filter((_, place) => chosen[place])];
  }
}

/** What was written with "force unit access" is on the medium before what follows it. */
function isLegal(writes: readonly IndexedWrite[], chosen: readonly boolean[]): boolean {
  const last = chosen.lastIndexOf(true);
  return writes.every(({ fua }, place) => !fua || place > last || chosen[place]);
}
