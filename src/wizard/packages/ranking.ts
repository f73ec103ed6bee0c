import { eachHit, isWordStart, type JoinedTexts } from './joined-texts.js';
import type { NearPlace } from './typos.js';
import { eachNearest, nearestIn, type Wanted, type WordStarts, wantedWord } from './word-starts.js';

/** What is searched: names and summaries in lower case, the shorter name first, among equals by name. */
export interface Corpus {
  /** Row in the index of each item. */
  readonly rows: Int32Array;
  readonly names: JoinedTexts;
  readonly summaries: JoinedTexts;
  /** Of the names. */
  readonly wordStarts: WordStarts;
  /**
   * Room for the grades of all items, for one word and for several; overwritten by each search. A new one for each
   * key would be memory that is given back late.
   */
  readonly room: { one: Uint8Array; all: Uint8Array };
}

/** How an item answers a word, the smaller the better, but for `none`; those of typing errors from `typo` on. */
export const grades = { none: 0, exact: 1, prefix: 2, word: 3, substring: 4, typo: 5, summary: 9 } as const;

/**
 * Where is looked: typing errors and summaries cost more than all the rest, and are not wanted as long as there
 * are enough names.
 */
export type Reach = 'names' | 'everything';

/**
 * The grades of the first `limit` items whose names begin with the word, or null where there are fewer. Nothing can
 * be better, and nearly all items begin otherwise: a short word that stands in most names is answered at once.
 */
export function gradePrefixes({ rows, names, room }: Corpus, word: string, limit: number): Uint8Array | null {
  const { text, starts } = names;
  const found = room.one.fill(grades.none);
  let count = 0;
  for (let item = 0; item < rows.length && count < limit; item += 1) {
    const from = starts[item] as number;
    if (!text.startsWith(word, from)) continue;
    const isWhole = (starts[item + 1] as number) - 1 === from + word.length;
    found[item] = isWhole ? grades.exact : grades.prefix;
    count += 1;
  }
  return count === limit ? found : null;
}

/** The grade of each item whose name has the word in it. */
export function gradeNames({ names, room }: Corpus, word: string): Uint8Array {
  const found = room.one.fill(grades.none);
  eachHit(names, word, (item, at) => {
    const from = names.starts[item] as number;
    const to = (names.starts[item + 1] as number) - 1;
    const grade = nameGrade(names.text, from, to, at, at + word.length);
    if (found[item] === grades.none || grade < (found[item] as number)) found[item] = grade;
    return grade < grades.substring ? to : at + 1;
  });
  return found;
}

/** Fills in the grades of those that have none: names with typing errors in the word, and summaries. */
export function gradeOthers(corpus: Corpus, word: string, found: Uint8Array): void {
  const { summaries } = corpus;
  const wanted = wantedWord(word);
  if (wanted !== null) {
    eachNearest(corpus.names, corpus.wordStarts, wanted, (item, near) => {
      if (found[item] === grades.none) found[item] = gradeOfTypo(near);
    });
  }
  eachHit(summaries, word, (item, at) => {
    const isHit = isWordStart(summaries.text, at);
    if (isHit && found[item] === grades.none) found[item] = grades.summary;
    return isHit ? (summaries.starts[item + 1] as number) : at + 1;
  });
}

/** The grade of one item for a word. */
export type GradeItem = (item: number) => number;

/** Prepares a word for grading a few items one by one. */
export function gradeFor(corpus: Corpus, word: string, reach: Reach): GradeItem {
  const wanted = reach === 'names' ? null : wantedWord(word);
  return (item) => {
    const name = textAt(corpus.names, item);
    let best: number = grades.none;
    for (let at = name.indexOf(word); at !== -1; at = name.indexOf(word, at + 1)) {
      const grade = nameGrade(name, 0, name.length, at, at + word.length);
      if (best === grades.none || grade < best) best = grade;
    }
    if (best !== grades.none || reach === 'names') return best;
    best = wanted === null ? grades.none : typoGrade(corpus, wanted, item);
    if (best !== grades.none) return best;
    return wordStartIn(textAt(corpus.summaries, item), word) === -1 ? grades.none : grades.summary;
  };
}

/** Where a word begins with `word`, or -1. */
export function wordStartIn(text: string, word: string): number {
  let at = text.indexOf(word);
  while (at !== -1 && !isWordStart(text, at)) at = text.indexOf(word, at + 1);
  return at;
}

function textAt({ text, starts }: JoinedTexts, item: number): string {
  return text.slice(starts[item], (starts[item + 1] as number) - 1);
}

function nameGrade(text: string, from: number, to: number, at: number, end: number): number {
  if (at === from) return end === to ? grades.exact : grades.prefix;
  return isWordStart(text, at) ? grades.word : grades.substring;
}

function typoGrade({ names, wordStarts }: Corpus, wanted: Wanted, item: number): number {
  const place = nearestIn(names, wordStarts, item, wanted);
  if (place === null) return grades.none;
  return gradeOfTypo(place);
}

function gradeOfTypo({ distance, isWhole }: NearPlace): number {
  return grades.typo + 2 * (distance - 1) + (isWhole ? 0 : 1);
}
