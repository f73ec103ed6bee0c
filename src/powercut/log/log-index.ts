import { createHash } from 'node:crypto';
import { type Region, regionAt } from '../disk/regions.js';
import { type SectorReader, sectorBytes } from '../disk/sectors.js';
import { type LogBytes, type LogEntry, readLog } from './write-log.js';

/**
 * A request of the log. Its sectors are numbered through all requests: `at` is the number of its first one.
 */
export interface IndexedWrite {
  kind: 'write' | 'discard';
  sector: number;
  sectors: number;
  fua: boolean;
  /** Byte in the log at which its data begin; 0 of a discard. */
  offset: number;
  at: number;
  /** Place of its first sector among all that are ever written; those of the others follow. */
  rank: number;
}

/** Writes between two flushes, and what was said before them. */
export interface Epoch {
  number: number;
  writes: readonly IndexedWrite[];
  /** Marks that stand before a write, by its place in `writes`; those behind the last one at `writes.length`. */
  marks: readonly { before: number; text: string }[];
}

/**
 * A log that was read once: what was written where, without the data. A sector that is written is known by its rank
 * among all that are, and each written content by two numbers of 32 bits: the difference that it makes to the digest of
 * its region, 0 for what was there at first. A digest is a sum, so that a state is known after each sector that changes
 * without reading any other.
 */
export interface LogIndex {
  epochs: readonly Epoch[];
  /** Sectors that are ever written, in order. */
  touched: Uint32Array;
  /** Region of each of them. */
  region: Uint8Array;
  /** By the number of a written sector: both halves of its difference. */
  low: Uint32Array;
  high: Uint32Array;
}

/** Begins what a recorder writes into a gap: it says something, and is not part of the disk's content. */
export const markWord = 'tfr-mark ';

/** Reads a log over the disk that it begins with. */
export function indexLog(log: LogBytes, base: SectorReader, regions: readonly Region[]): LogIndex {
  const epochs = epochsOf(log, regions);
  const writes = epochs.flatMap((epoch) => epoch.writes);
  const last = writes.at(-1);
  const count = last === undefined ? 0 : last.at + last.sectors;
  const touched = touchedSectors(writes, count);
  for (const write of writes) write.rank = rankOf(touched, write.sector);
  const index: LogIndex = {
    ...{ epochs, touched, region: Uint8Array.from(touched, (sector) => regionAt(regions, sector)) },
    low: new Uint32Array(count),
    high: new Uint32Array(count),
  };
  const before = new Float64Array(touched.length * 2);
  for (const [rank, sector] of touched.entries()) {
    before.set(contentDigest(sector, base.read(sector, 1)), rank * 2);
  }
  for (const write of writes) {
    const data = write.kind === 'write' ? log.readBytes(write.offset, write.sectors * sectorBytes) : null;
    for (let number = 0; number < write.sectors; number += 1) {
      const rank = write.rank + number;
      const content =
        data === null ? zeroSector : data.subarray(number * sectorBytes, (number + 1) * sectorBytes);
      const [low, high] = contentDigest(write.sector + number, content);
      index.low[write.at + number] = low - (before[rank * 2] as number);
      index.high[write.at + number] = high - (before[rank * 2 + 1] as number);
    }
  }
  return index;
}

const zeroSector = Buffer.alloc(sectorBytes);
const zeroWords = wordsOf(zeroSector);

function wordsOf(content: Uint8Array): readonly [number, number] {
  const digest = createHash('sha1').update(content).digest();
  return [digest.readUInt32LE(0), digest.readUInt32LE(4)];
}

/** Two numbers of 32 bits for a content at a place. */
export function contentDigest(sector: number, content: Buffer): [number, number] {
  const [first, second] = content.equals(zeroSector) ? zeroWords : wordsOf(content);
  return placeDigest(sector, first, second);
}

/** The same for a content that two words stand for. */
export function placeDigest(sector: number, first: number, second: number): [number, number] {
  return [
    mixed(first ^ mixed(sector + 0x9e3779b9)) ^ mixed(second + 0x7f4a7c15),
    mixed(second ^ mixed(sector + 0x85ebca6b)) ^ mixed(first + 0x165667b1),
  ].map((word) => word >>> 0) as [number, number];
}

/** Spreads each bit of a number over all of them (the last steps of MurmurHash3). */
function mixed(word: number): number {
  let value = word | 0;
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b);
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35);
  return value ^ (value >>> 16);
}

/** Place of a sector in a list in order; of one that is not in it, where it would be. */
export function rankOf(touched: Uint32Array, sector: number): number {
  let [low, high] = [0, touched.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((touched[middle] as number) < sector) low = middle + 1;
    else high = middle;
  }
  return low;
}

function touchedSectors(writes: readonly IndexedWrite[], count: number): Uint32Array {
  const all = new Uint32Array(count);
  for (const { sector, sectors, at } of writes) {
    for (let number = 0; number < sectors; number += 1) all[at + number] = sector + number;
  }
  all.sort();
  return all.filter((sector, index) => index === 0 || sector !== all[index - 1]);
}

/** The writes of a log between its flushes; `rank` is not set yet. */
export function epochsOf(log: LogBytes, regions: readonly Region[]): Epoch[] {
  const epochs: Epoch[] = [];
  let writes: IndexedWrite[] = [];
  let marks: { before: number; text: string }[] = [];
  let at = 0;
  const close = () => {
    if (writes.length > 0 || marks.length > 0) epochs.push({ number: epochs.length, writes, marks });
    writes = [];
    marks = [];
  };
  for (const entry of readLog(log)) {
    const text = markOf(entry, log, regions);
    if (text !== null) {
      marks.push({ before: writes.length, text });
    } else if (entry.kind === 'flush') {
      // Marks between two flushes are of the writes that follow.
      if (writes.length > 0) close();
    } else if (entry.kind === 'write' || entry.kind === 'discard') {
      const { kind, sector, sectors } = entry;
      const isWrite = entry.kind === 'write';
      writes.push({
        ...{ kind, sector, sectors, at, rank: 0, fua: isWrite && entry.fua },
        offset: isWrite ? entry.offset : 0,
      });
      at += sectors;
    }
  }
  close();
  return epochs;
}

/** What a recorder says between writes: a mark of the log, or, since QEMU's driver has none, a write into a gap. */
function markOf(entry: LogEntry, log: LogBytes, regions: readonly Region[]): string | null {
  if (entry.kind === 'mark') return entry.text;
  if (entry.kind !== 'write' || regions[regionAt(regions, entry.sector)]?.kind !== 'gap') return null;
  const text = log.readBytes(entry.offset, sectorBytes).toString('latin1');
  return text.startsWith(markWord)
    ? text
        .slice(markWord.length)
        .split(/[\0\n]/, 1)
        .join()
    : null;
}
