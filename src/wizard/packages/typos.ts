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

/** Looks for `word` at each beginning of a word in a text of lower case. */
export function nearestPlace(word: string, text: string): NearPlace | null {
  let best: NearPlace | null = null;
  for (let start = 0; start < text.length; start += 1) {
    if (!isWordStart(text, start)) continue;
    const found = nearPlaceAt(word, text, start, text.length);
    if (found !== null && (best === null || isNearer(found, best))) best = found;
  }
  return best;
}

/** Fewer errors first, then a whole word. */
export function isNearer(a: NearPlace, b: NearPlace): boolean {
  return a.distance < b.distance || (a.distance === b.distance && a.isWhole && !b.isWhole);
}

const longestWord = 64;
let beforeLast = new Int32Array(longestWord + 1);
let last = new Int32Array(longestWord + 1);
let current = new Int32Array(longestWord + 1);

/**
 * Whether `word` stands at `start` but for the errors that are forgiven; what follows it there, up to `end`, does
 * not count, since it may still be typed. Optimal string alignment, only as far from the diagonal as can count.
 */
export function nearPlaceAt(word: string, text: string, start: number, end: number): NearPlace | null {
  const length = word.length;
  const forgiven = forgivenTypos(length);
  if (forgiven === 0 || length > longestWord) return null;
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
