import type { Region } from '../disk/regions.js';
import { regionAt } from '../disk/regions.js';
import { type SectorReader, sectorBytes } from '../disk/sectors.js';
import { contentDigest, type IndexedWrite, type LogIndex, placeDigest, rankOf } from '../log/log-index.js';
import type { LogBytes } from '../log/write-log.js';
import { garbageSector } from './garbage.js';

/** What a recording is made of. */
export interface Recorded {
  /** The disk before the first write. */
  base: SectorReader;
  log: LogBytes;
  index: LogIndex;
  regions: readonly Region[];
}

/**
 * A state of the disk: what was there at first, with some writes of the log over it, and sectors that hold something
 * else. It changes a sector at a time, and can go back. Nothing is written or taken back while a sector is torn or
 * spoiled.
 */
export class DiskState implements SectorReader {
  readonly sectors: number;
  /** Digests of the regions: of each two halves, 0 while it is as at first. */
  readonly low: Uint32Array;
  readonly high: Uint32Array;
  readonly #recorded: Recorded;
  /** By rank: the number of the written sector that is there, or -1. */
  readonly #current: Int32Array;
  /** By number of a written sector, where in the log its data are; -1 of a discard. Filled as writes are applied. */
  readonly #writes: IndexedWrite[];
  /** Sectors that hold what nobody wrote, by their place. */
  readonly #odd = new Map<number, { content: () => Buffer; low: number; high: number }>();
  /** Steps that can be taken back: rank and what was there. */
  readonly #undo: number[] = [];

  constructor(recorded: Recorded) {
    this.#recorded = recorded;
    this.sectors = recorded.base.sectors;
    this.low = new Uint32Array(recorded.regions.length);
    this.high = new Uint32Array(recorded.regions.length);
    this.#current = new Int32Array(recorded.index.touched.length).fill(-1);
    this.#writes = recorded.index.epochs.flatMap(({ writes }) => writes);
  }

  /** Writes sectors of a write, from one until before another; all of it if absent. */
  apply(write: IndexedWrite, from = 0, to = write.sectors): void {
    for (let number = from; number < to; number += 1) this.#set(write.rank + number, write.at + number);
  }

  /** Whether a sector of a write is to hold something else than it does. */
  wouldChange(write: IndexedWrite, number: number): boolean {
    const { low, high } = this.#recorded.index;
    const current = this.#current[write.rank + number] as number;
    const next = write.at + number;
    const [lowNow, highNow] = current < 0 ? [0, 0] : [low[current], high[current]];
    return low[next] !== lowNow || high[next] !== highNow;
  }

  /** A place to come back to. */
  mark(): number {
    return this.#undo.length;
  }

  /** Takes back what was written since a mark. */
  rollBack(mark: number): void {
    while (this.#undo.length > mark) {
      const before = this.#undo.pop() as number;
      this.#put(this.#undo.pop() as number, before);
    }
  }

  /** The first bytes of a sector are those of a write, the rest is what was there. */
  tear(write: IndexedWrite, number: number, bytes: number): void {
    const sector = write.sector + number;
    const content = Buffer.concat([
      this.#written(write.at + number).subarray(0, bytes),
      this.read(sector, 1).subarray(bytes),
    ]);
    const before = contentDigest(sector, this.#recorded.base.read(sector, 1));
    const now = contentDigest(sector, content);
    this.#putOdd(sector, () => content, now[0] - before[0], now[1] - before[1]);
  }

  /** Sectors hold what nobody wrote: the same for the same seed. */
  spoil(first: number, count: number, seed: number): void {
    for (let sector = first; sector < first + count; sector += 1) {
      const [low, high] = placeDigest(sector, seed, 0x6a09e667);
      this.#putOdd(sector, () => garbageSector(seed, sector), low, high);
    }
  }

  /** Takes back what was torn and spoiled. */
  clearDamage(): void {
    for (const sector of this.#odd.keys()) this.#addOdd(sector, -1);
    for (const sector of this.#odd.keys()) {
      const rank = this.#rankAt(sector);
      const number = rank === null ? -1 : (this.#current[rank] as number);
      if (rank !== null && number >= 0) this.#add(rank, number, 1);
    }
    this.#odd.clear();
  }

  read(sector: number, count: number): Buffer {
    const content = this.#recorded.base.read(sector, count);
    const { touched } = this.#recorded.index;
    for (let rank = rankOf(touched, sector); rank < touched.length; rank += 1) {
      const place = (touched[rank] as number) - sector;
      if (place >= count) break;
      const number = this.#current[rank] as number;
      if (number >= 0) this.#written(number).copy(content, place * sectorBytes);
    }
    if (this.#odd.size > 0) {
      for (const [at, odd] of this.#odd) {
        if (at >= sector && at < sector + count) odd.content().copy(content, (at - sector) * sectorBytes);
      }
    }
    return content;
  }

  isAsAtFirst(sector: number, count: number): boolean {
    const { touched, low, high } = this.#recorded.index;
    for (
      let rank = rankOf(touched, sector);
      (touched[rank] ?? Number.POSITIVE_INFINITY) < sector + count;
      rank += 1
    ) {
      const number = this.#current[rank] as number;
      if (number >= 0 && (low[number] !== 0 || high[number] !== 0)) return false;
    }
    return ![...this.#odd.keys()].some((odd) => odd >= sector && odd < sector + count);
  }

  /** Sectors that differ from the first state, in order. */
  changed(): number[] {
    const { touched } = this.#recorded.index;
    const written = Array.from(touched).filter((_, rank) => (this.#current[rank] as number) >= 0);
    return [...new Set([...written, ...this.#odd.keys()])].sort((one, other) => one - other);
  }

  /** The digest of the whole disk as one number of 64 bits. */
  digest(): bigint {
    let [low, high] = [0, 0];
    for (let region = 0; region < this.low.length; region += 1) {
      low = (low + (this.low[region] as number)) >>> 0;
      high = (high + (this.high[region] as number)) >>> 0;
    }
    return (BigInt(high) << 32n) | BigInt(low);
  }

  #set(rank: number, number: number): void {
    const before = this.#current[rank] as number;
    this.#undo.push(rank, before);
    this.#put(rank, number);
  }

  #put(rank: number, number: number): void {
    const before = this.#current[rank] as number;
    if (before >= 0) this.#add(rank, before, -1);
    if (number >= 0) this.#add(rank, number, 1);
    this.#current[rank] = number;
  }

  #add(rank: number, number: number, sign: 1 | -1): void {
    const { region, low, high } = this.#recorded.index;
    const at = region[rank] as number;
    this.low[at] = (this.low[at] as number) + sign * (low[number] as number);
    this.high[at] = (this.high[at] as number) + sign * (high[number] as number);
  }

  #putOdd(sector: number, content: () => Buffer, low: number, high: number): void {
    if (this.#odd.has(sector)) this.#addOdd(sector, -1);
    const rank = this.#rankAt(sector);
    const number = rank === null ? -1 : (this.#current[rank] as number);
    if (rank !== null && number >= 0 && !this.#odd.has(sector)) this.#add(rank, number, -1);
    this.#odd.set(sector, { content, low, high });
    this.#addOdd(sector, 1);
  }

  #addOdd(sector: number, sign: 1 | -1): void {
    const { low, high } = this.#odd.get(sector) ?? { low: 0, high: 0 };
    const at = regionAt(this.#recorded.regions, sector);
    this.low[at] = (this.low[at] as number) + sign * low;
    this.high[at] = (this.high[at] as number) + sign * high;
  }

  #rankAt(sector: number): number | null {
    const { touched } = this.#recorded.index;
    const rank = rankOf(touched, sector);
    return touched[rank] === sector ? rank : null;
  }

  #written(number: number): Buffer {
    const write = this.#writeOf(number);
    if (write.kind === 'discard') return Buffer.alloc(sectorBytes);
    return this.#recorded.log.readBytes(write.offset + (number - write.at) * sectorBytes, sectorBytes);
  }

  /** The write that a written sector is part of. */
  #writeOf(number: number): IndexedWrite {
    let [low, high] = [0, this.#writes.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#writes[middle] as IndexedWrite).at <= number) low = middle;
      else high = middle - 1;
    }
    return this.#writes[low] as IndexedWrite;
  }
}
