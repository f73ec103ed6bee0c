import { setImmediate } from 'node:timers/promises';
import { type IndexedPackage, type PackageIndex, packageAt } from '../../rpm/solve/package-index-columns.js';
import { joinTexts, lowerCase } from './joined-texts.js';
import { markedRanges, type Range } from './marked-ranges.js';
import {
  type Corpus,
  type GradeItem,
  gradeFor,
  gradeNames,
  gradeOthers,
  gradePrefixes,
  grades,
  type Reach,
} from './ranking.js';
import { wordStartsOf } from './word-starts.js';

/** How a package answers a query, best first; of several words the worst counts. */
export const matchKinds = ['exact', 'prefix', 'word', 'substring', 'typo', 'summary'] as const;
export type MatchKind = (typeof matchKinds)[number];

export interface Match {
  package: IndexedPackage;
  kind: MatchKind;
  /** What of the name answers the query, in order, none overlapping. */
  nameRanges: readonly Range[];
  summaryRanges: readonly Range[];
}

/** A search over the packages of an index. */
export interface Search {
  readonly index: PackageIndex;
  /**
   * The best `limit` packages for a query, best first: the name itself, names that begin with it, names with a
   * word that begins with it, names that contain it, names with a typing error in it, summaries with a word that
   * begins with it; among equals the shorter name, then by name. Case does not matter, each further word narrows.
   * Typing errors and summaries are looked at only where names do not fill the limit. An empty query gives the
   * packages by name.
   */
  search(query: string, limit: number): readonly Match[];
}

/** Answers that are remembered. */
const mostAnswers = 40;

/**
 * Prepares an index of packages for searching. For 60,000 it takes some tenths of a second of work, in several
 * pieces, so that keys are answered meanwhile.
 */
export async function buildSearch(index: PackageIndex): Promise<Search> {
  const corpus = await corpusOf(index);
  const answers = new Map<string, readonly Match[]>();
  return {
    index,
    search(query, limit) {
      // Who takes letters back asks for what was found a moment ago.
      const asked = `${limit} ${query}`;
      const matches = answers.get(asked) ?? find(index, corpus, query, limit);
      answers.delete(asked);
      answers.set(asked, matches);
      if (answers.size > mostAnswers) answers.delete(answers.keys().next().value as string);
      return matches;
    },
  };
}

async function corpusOf({ names, summaries }: PackageIndex): Promise<Corpus> {
  // In the order of the answers, so that hits need no sorting.
  const rows = Int32Array.from(names.keys()).sort(
    (a, b) => (names[a] as string).length - (names[b] as string).length || a - b,
  );
  await setImmediate();
  const joinedNames = joinTexts(Array.from(rows, (row) => names[row] as string));
  await setImmediate();
  const joinedSummaries = joinTexts(Array.from(rows, (row) => summaries[row] as string));
  await setImmediate();
  const wordStarts = await wordStartsOf(joinedNames);
  const room = { one: new Uint8Array(rows.length), all: new Uint8Array(rows.length) };
  return { rows, names: joinedNames, summaries: joinedSummaries, wordStarts, room };
}

function find(index: PackageIndex, corpus: Corpus, query: string, limit: number): Match[] {
  const words = [...new Set(query.split(/\s+/).filter((word) => word !== ''))].map(lowerCase);
  if (words.length === 0) {
    return index.names.slice(0, limit).map((_, row) => ({
      package: packageAt(index, row),
      kind: 'prefix',
      nameRanges: [],
      summaryRanges: [],
    }));
  }
  const found = gradeWords(corpus, words, limit);
  return bestItems(found, limit).map((item) => {
    const described = packageAt(index, corpus.rows[item] as number);
    let marked: ReturnType<typeof markedRanges> | null = null;
    // Of hundreds of matches a screen shows some tens.
    const ranges = () => {
      marked ??= markedRanges(described.name, described.summary, words);
      return marked;
    };
    return {
      package: described,
      kind: kindOf(found[item] as number),
      get nameRanges() {
        return ranges().nameRanges;
      },
      get summaryRanges() {
        return ranges().summaryRanges;
      },
    };
  });
}

/** The grade of each item for all the words together: the worst of them, none where a word finds nothing. */
function gradeWords(corpus: Corpus, words: readonly string[], limit: number): Uint8Array {
  // The longest word leaves the fewest items for the others to look at.
  const [first, ...others] = [...words].sort((a, b) => b.length - a.length) as [string, ...string[]];
  if (others.length === 0) {
    const found = gradePrefixes(corpus, first, limit);
    if (found !== null) return found;
  }
  const byFirst = gradeNames(corpus, first);
  const found = narrowed(corpus, others, byFirst, 'names');
  if (countUpTo(found, limit) === limit) return found;
  gradeOthers(corpus, first, byFirst);
  return narrowed(corpus, others, byFirst, 'everything');
}

function narrowed(corpus: Corpus, words: readonly string[], found: Uint8Array, reach: Reach): Uint8Array {
  if (words.length === 0) return found;
  const { all } = corpus.room;
  all.set(found);
  const prepared = words.map((word) => gradeFor(corpus, word, reach));
  for (let item = 0; item < all.length; item += 1) {
    for (let word = 0; word < prepared.length && all[item] !== grades.none; word += 1) {
      const grade = (prepared[word] as GradeItem)(item);
      all[item] = grade === grades.none ? grades.none : Math.max(grade, all[item] as number);
    }
  }
  return all;
}

function countUpTo(found: Uint8Array, limit: number): number {
  let count = 0;
  for (let item = 0; item < found.length && count < limit; item += 1)
    if (found[item] !== grades.none) count += 1;
  return count;
}

/** The first `limit` items, the best grade first. */
function bestItems(found: Uint8Array, limit: number): number[] {
  const byGrade: number[][] = Array.from({ length: grades.summary + 1 }, () => []);
  for (let item = 0; item < found.length; item += 1) {
    const grade = found[item] as number;
    if (grade === grades.none) continue;
    const items = byGrade[grade] as number[];
    if (items.length < limit) items.push(item);
  }
  return byGrade.flat().slice(0, limit);
}

function kindOf(grade: number): MatchKind {
  if (grade === grades.summary) return 'summary';
  return matchKinds[Math.min(grade, grades.typo) - 1] as MatchKind;
}
