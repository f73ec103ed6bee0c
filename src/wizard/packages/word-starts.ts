import { setImmediate } from 'node:timers/promises';
import { isWordStart, type JoinedTexts } from './joined-texts.js';
import { forgivenTypos, isNearer, type NearPlace, nearPlaceAt } from './typos.js';

/** How many letters behind the beginning of a word a mask tells of. */
const masked = { head: 7, body: 12 };

/**
 * The beginnings of all words of many texts. With each a bit for each letter that occurs shortly behind it: where
 * more letters of a word are missing than errors are forgiven it cannot be, which spares nearly all comparisons.
 */
export interface WordStarts {
  readonly places: Int32Array;
  readonly heads: Int32Array;
  readonly bodies: Int32Array;
  /** Which of the places is the first of each text; one more entry at the end. */
  readonly first: Int32Array;
}

/** A word that is looked for with errors. */
export interface Wanted {
  word: string;
  forgiven: number;
  /** Letters one of which must be in the head, since not all of them can be wrong. */
  anyOf: number;
  head: number;
  body: number;
}

/** Finds the beginnings of words; in several pieces of work, since there may be many. */
export async function wordStartsOf({ text, starts }: JoinedTexts): Promise<WordStarts> {
  const places: number[] = [];
  for (let at = 0; at < text.length; at += 1) if (isWordStart(text, at)) places.push(at);
  const first = new Int32Array(starts.length);
  let place = 0;
  for (let item = 0; item < starts.length; item += 1) {
    while (place < places.length && (places[place] as number) < (starts[item] as number)) place += 1;
    first[item] = place;
  }
  await setImmediate();
  const masks = (letters: number) => Int32Array.from(places, (at) => letterMask(text, at, at + letters));
  const heads = masks(masked.head);
  await setImmediate();
  return { places: Int32Array.from(places), heads, bodies: masks(masked.body), first };
}

/** Prepares a word, or null where no error is forgiven in it. */
export function wantedWord(word: string): Wanted | null {
  const forgiven = forgivenTypos(word.length);
  if (forgiven === 0) return null;
  return {
    word,
    forgiven,
    anyOf: letterMask(word, 0, forgiven + 1),
    head: letterMask(word, 0, masked.head - forgiven),
    body: letterMask(word, 0, masked.body - forgiven),
  };
}

/** The place in a text that is nearest to a word, or null. */
export function nearestIn(
  names: JoinedTexts,
  starts: WordStarts,
  item: number,
  wanted: Wanted,
): NearPlace | null {
  const { places, heads, bodies, first } = starts;
  const { word } = wanted;
  const last = first[item + 1] as number;
  let best: NearPlace | null = null;
  for (let place = first[item] as number; place < last; place += 1) {
    if (!canStand(wanted, heads[place] as number, bodies[place] as number)) continue;
    const end = (names.starts[item + 1] as number) - 1;
    const found = nearPlaceAt(word, names.text, places[place] as number, end);
    if (found !== null && (best === null || isNearer(found, best))) best = found;
  }
  return best;
}

/**
 * The nearest place of each text that has one, in order. One loop over all places, since most fall at the first
 * look, and a call for each text would take longer than that.
 */
export function eachNearest(
  names: JoinedTexts,
  { places, heads, bodies, first }: WordStarts,
  wanted: Wanted,
  visit: (item: number, near: NearPlace) => void,
): void {
  const { word } = wanted;
  let item = 0;
  let best: NearPlace | null = null;
  for (let place = 0; place < places.length; place += 1) {
    if (!canStand(wanted, heads[place] as number, bodies[place] as number)) continue;
    if (place >= (first[item + 1] as number)) {
      if (best !== null) visit(item, best);
      best = null;
      while (place >= (first[item + 1] as number)) item += 1;
    }
    const end = (names.starts[item + 1] as number) - 1;
    const found = nearPlaceAt(word, names.text, places[place] as number, end);
    if (found !== null && (best === null || isNearer(found, best))) best = found;
  }
  if (best !== null) visit(item, best);
}

/** Whether the letters behind the beginning of a word leave it possible that `wanted` stands there. */
function canStand({ forgiven, anyOf, head, body }: Wanted, heads: number, bodies: number): boolean {
  if ((heads & anyOf) === 0) return false;
  let missing = head & ~heads;
  let missingBehind = body & ~bodies;
  for (let errors = 0; errors < forgiven; errors += 1) {
    missing &= missing - 1;
    missingBehind &= missingBehind - 1;
  }
  return (missing | missingBehind) === 0;
}

function letterMask(text: string, from: number, to: number): number {
  const end = Math.min(to, text.length);
  let mask = 0;
  for (let at = from; at < end; at += 1) {
    const code = text.charCodeAt(at);
    if (code >= 97 && code <= 122) mask |= 1 << (code - 97);
    else if (code >= 48 && code <= 57) mask |= 1 << (26 + ((code - 48) >> 1));
    else mask |= 1 << 31;
  }
  return mask;
}
