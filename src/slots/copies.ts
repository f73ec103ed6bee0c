import type { BootState } from './boot-state.js';

/**
 * Number of a copy, in a ring: two copies that are written in turn need no more to tell the newer one, and GRUB cannot
 * count.
 */
export type Sequence = '0' | '1' | '2';

/** The number after each. */
export const nextSequence: Readonly<Record<Sequence, Sequence>> = { '0': '1', '1': '2', '2': '0' };

export function isSequence(value: string): value is Sequence {
  return Object.hasOwn(nextSequence, value);
}

/** One copy of the boot state, or null where a block is damaged. */
export type Copy = { readonly seq: Sequence; readonly state: BootState } | null;
export type Copies = readonly [Copy, Copy];
export type CopyIndex = 0 | 1;

/** Which copy holds the state; null when both are damaged. */
export function newestOf([first, second]: Copies): CopyIndex | null {
  if (second === null) return first === null ? null : 0;
  return first === null || nextSequence[first.seq] === second.seq ? 1 : 0;
}

/**
 * The copies to write, in this order: never the one that holds the state before the other one holds the new state. At
 * the end the first is the newest: programs for GRUB read and change that one alone.
 */
export function writeOrder(newest: CopyIndex | null): readonly CopyIndex[] {
  return newest === 1 ? [0, 1, 0] : [1, 0];
}

/** The number to write a copy with: the one after the other copy's, else after its own. */
export function sequenceFor(copies: Copies, index: CopyIndex): Sequence {
  const other = copies[index === 0 ? 1 : 0] ?? copies[index];
  return other === null ? '0' : nextSequence[other.seq];
}

/** The copies after one of them was written. */
export function withCopy(copies: Copies, index: CopyIndex, copy: Copy): Copies {
  return index === 0 ? [copy, copies[1]] : [copies[0], copy];
}
