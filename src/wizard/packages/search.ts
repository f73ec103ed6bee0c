import { type IndexedPackage, type PackageIndex, packageAt } from '../../rpm/package-index-columns.js';
import { type Corpus, gradeAll, gradeOf, grades, type Reach } from './grades.js';
import { joinTexts, lowerCase } from './joined-texts.js';
import { markedRanges, type Range } from './marked-ranges.js';
import { letterMask } from './typos.js';

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

/** Prepares an index of packages for searching; takes some hundredths of a second for 60,000. */
export function buildSearch(index: PackageIndex): Search {
  const corpus = corpusOf(index);
  let last: { query: string; limit: number; matches: readonly Match[] } | null = null;
  return {
    index,
    search(query, limit) {
      // A screen asks the same again with each drawing.
      if (last?.query !== query || last.limit !== limit) {
        last = { query, limit, matches: find(index, corpus, query, limit) };
      }
      return last.matches;
    },
  };
}

function corpusOf({ names, summaries }: PackageIndex): Corpus {
  // In the order of the answers, so that hits need no sorting.
  const rows = Int32Array.from(names.keys()).sort(
    (a, b) => (names[a] as string).length - (names[b] as string).length || a - b,
  );
  const joinedNames = joinTexts(Array.from(rows, (row) => names[row] as string));
  const { text, starts } = joinedNames;
  return {
    rows,
    names: joinedNames,
    summaries: joinTexts(Array.from(rows, (row) => summaries[row] as string)),
    masks: Int32Array.from(rows, (_, item) =>
      letterMask(text, starts[item] as number, (starts[item + 1] as number) - 1),
    ),
  };
}

function find(index: PackageIndex, corpus: Corpus, query: string, limit: number): Match[] {
  const words = [...new Set(query.split(/\s+/).filter((word) => word !== ''))].map(lowerCase);
  if (words.length === 0) {
    return index.names
      .slice(0, limit)
      .map((_, row) => ({
        package: packageAt(index, row),
        kind: 'prefix',
        nameRanges: [],
        summaryRanges: [],
      }));
  }
  let found = gradeWords(corpus, words, 'names');
  let items = bestItems(found, limit);
  if (items.length < limit) {
    found = gradeWords(corpus, words, 'everything');
    items = bestItems(found, limit);
  }
  return items.map((item) => {
    const described = packageAt(index, corpus.rows[item] as number);
    return {
      package: described,
      kind: kindOf(found[item] as number),
      ...markedRanges(described.name, described.summary, words),
    };
  });
}

/** The grade of each item for all the words together: the worst of them, none where a word finds nothing. */
function gradeWords(corpus: Corpus, words: readonly string[], reach: Reach): Uint8Array {
  // The longest word leaves the fewest items for the others to look at.
  const [first, ...others] = [...words].sort((a, b) => b.length - a.length) as [string, ...string[]];
  const found = gradeAll(corpus, first, reach);
  for (const word of others) {
    for (let item = 0; item < found.length; item += 1) {
      if (found[item] === grades.none) continue;
      const grade = gradeOf(corpus, word, item, reach);
      found[item] = grade === grades.none ? grades.none : Math.max(grade, found[item] as number);
    }
  }
  return found;
}

/** The first `limit` items, the best grade first. */
function bestItems(found: Uint8Array, limit: number): number[] {
  const byGrade: number[][] = Array.from({ length: grades.summary + 1 }, () => []);
  found.forEach((grade, item) => {
    const items = byGrade[grade] as number[];
    if (grade !== grades.none && items.length < limit) items.push(item);
  });
  return byGrade.flat().slice(0, limit);
}

function kindOf(grade: number): MatchKind {
  if (grade === grades.summary) return 'summary';
  return matchKinds[Math.min(grade, grades.typo) - 1] as MatchKind;
}
