import { lowerCase } from './joined-texts.js';
import { wordStartIn } from './ranking.js';
import { nearestPlace } from './typos.js';

/** Part of a text, in UTF-16 units: from `from` up to, not including, `to`. */
export interface Range {
  from: number;
  to: number;
}

/** What of a package's name and summary answers the words (in lower case). */
export function markedRanges(
  name: string,
  summary: string,
  words: readonly string[],
): { nameRanges: Range[]; summaryRanges: Range[] } {
  const nameRanges: Range[] = [];
  const summaryRanges: Range[] = [];
  const lowName = lowerCase(name);
  const lowSummary = lowerCase(summary);
  for (const word of words) {
    const inName = placeInName(lowName, word);
    if (inName !== null) nameRanges.push(inName);
    const at = wordStartIn(lowSummary, word);
    if (at !== -1) summaryRanges.push({ from: at, to: at + word.length });
  }
  return { nameRanges: joined(nameRanges), summaryRanges: joined(summaryRanges) };
}

function placeInName(name: string, word: string): Range | null {
  const atWord = wordStartIn(name, word);
  const at = atWord === -1 ? name.indexOf(word) : atWord;
  if (at !== -1) return { from: at, to: at + word.length };
  const place = nearestPlace(word, name);
  return place === null ? null : { from: place.from, to: place.to };
}

/** In order; those that touch or overlap become one. */
function joined(ranges: readonly Range[]): Range[] {
  const result: Range[] = [];
  for (const range of [...ranges].sort((a, b) => a.from - b.from)) {
    const before = result.at(-1);
    if (before !== undefined && range.from <= before.to) before.to = Math.max(before.to, range.to);
    else result.push({ ...range });
  }
  return result;
}
