import { isWordStart } from './joined-texts.js';

/** A place of a text that is a word but for a few typing errors. */
export interface NearPlace {
  /** Letters added, left out, changed, or swapped with their neighbour. */
  distance: number;
  /** The place ends where a word ends: `bahs` in `bash-completion`, not in `bashful`. */
  isWhole: boolean;
  from: number;
  to: number;
}

/** How many typing errors are forgiven in a word of this length. */
export function forgivenTypos(length: number): number {
  if (length < 3) return 0;
  return length < 8 ? 1 : 2;
}

/**
 * A bit for each letter that occurs: what lacks more of a word's letters than errors are forgiven cannot be near
 * it, which spares the comparison for nearly all of 60,000 names.
 */
export function letterMask(text: string, from = 0, to = text.length): number {
  let mask = 0;
  for (let at = from; at < to; at += 1) {
    const code = text.charCodeAt(at);
    if (code >= 97 && code <= 122) mask |= 1 << (code - 97);
    else if (code >= 48 && code <= 57) mask |= 1 << (26 + ((code - 48) >> 1));
    else mask |= 1 << 31;
  }
  return mask;
}

/** Whether a text with the letters `mask` may be near a word with the letters `wanted`. */
export function mayBeNear(mask: number, wanted: number, forgiven: number): boolean {
  let missing = wanted & ~mask;
  for (let count = 0; count <= forgiven; count += 1) {
    if (missing === 0) return true;
    missing &= missing - 1;
  }
  return false;
}

/**
 * Looks for `word` with up to `forgiven` errors at each beginning of a word in `text` from `from` to `to`. What
 * follows it there does not count, since it may still be typed.
 */
export function nearestPlace(
  word: string,
  text: string,
  from: number,
  to: number,
  forgiven: number,
): NearPlace | null {
  let best: NearPlace | null = null;
  for (let start = from; start < to; start += 1) {
    if (!isWordStart(text, start)) continue;
    const found = compareFrom(word, text, start, to, forgiven);
    if (found !== null && (best === null || isNearer(found, best))) best = found;
  }
  return best;
}

function isNearer(a: NearPlace, b: NearPlace): boolean {
  return a.distance < b.distance || (a.distance === b.distance && a.isWhole && !b.isWhole);
}

const longestWord = 64;
let beforeLast = new Int32Array(longestWord + 1);
let last = new Int32Array(longestWord + 1);
let current = new Int32Array(longestWord + 1);

/** Optimal string alignment of the word with what begins at `start`, only as far from the diagonal as can count. */
function compareFrom(
  word: string,
  text: string,
  start: number,
  end: number,
  forgiven: number,
): NearPlace | null {
  const length = word.length;
  if (length > longestWord) return null;
  const far = forgiven + 1;
  for (let column = 0; column <= length; column += 1) last[column] = Math.min(column, far);
  let best: NearPlace | null = null;
  const rows = Math.min(end - start, length + forgiven);
  for (let row = 1; row <= rows; row += 1) {
    const letter = text.charCodeAt(start + row - 1);
    const first = Math.max(1, row - forgiven);
    const final = Math.min(length, row + forgiven);
    current[first - 1] = first === 1 ? Math.min(row, far) : far;
    let least = current[first - 1] as number;
    for (let column = first; column <= final; column += 1) {
      const same = word.charCodeAt(column - 1) === letter;
      let cost = (last[column - 1] as number) + (same ? 0 : 1);
      cost = Math.min(cost, (current[column - 1] as number) + 1);
      // Behind the band of the row above there is nothing that could count.
      if (column < row + forgiven) cost = Math.min(cost, (last[column] as number) + 1);
      if (
        row > 1 &&
        column > 1 &&
        word.charCodeAt(column - 2) === letter &&
        word.charCodeAt(column - 1) === text.charCodeAt(start + row - 2)
      ) {
        cost = Math.min(cost, (beforeLast[column - 2] as number) + 1);
      }
      current[column] = cost;
      if (cost < least) least = cost;
    }
    if (final === length && (current[length] as number) <= forgiven) {
      const place = {
        distance: current[length] as number,
        isWhole: start + row === end || isWordStart(text, start + row + 1),
        from: start,
        to: start + row,
      };
      if (best === null || isNearer(place, best)) best = place;
    }
    if (least > forgiven) break;
    const spare = beforeLast;
    beforeLast = last;
    last = current;
    current = spare;
  }
  return best;
}
