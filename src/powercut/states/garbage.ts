import { createCipheriv } from 'node:crypto';
import { sectorBytes } from '../disk/sectors.js';

const zeros = Buffer.alloc(sectorBytes);
const key = Buffer.alloc(16, 'powercut');

/** What a sector holds that nobody has written: noise, the same for the same seed and place. */
export function garbageSector(seed: number, sector: number): Buffer {
  const counter = Buffer.alloc(16);
  counter.writeUInt32LE(seed >>> 0, 0);
  counter.writeUInt32LE(sector >>> 0, 4);
  return createCipheriv('aes-128-ctr', key, counter).update(zeros);
}

/** Small generator of numbers from 0 to 1 (mulberry32), the same for the same seed. */
export function randomOf(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 4294967296;
  };
}

/** Another seed for each number. */
export function mixedSeed(seed: number, number: number): number {
  return (Math.imul(seed + 1, 0x9e3779b1) ^ Math.imul(number + 1, 0x85ebca6b)) | 0;
}
