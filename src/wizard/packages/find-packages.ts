import { lineNames, packageLine } from '../../project/packages/package-line.js';
import type { PackageIndex } from '../../rpm/solve/package-index-columns.js';
import { packageNamed } from '../../rpm/solve/package-index-columns.js';
import type { Match, Search } from './search.js';
import { type PackageSet, packageSets } from './sets.js';
import { meantBy, usualPackages } from './wishes.js';

/** Names that a search without an index knows. */
const knownNames = [...usualPackages].sort();

/** Letters of a word below which it is taken for the beginning of too many sets. */
const leastSetLetters = 3;

/**
 * Packages for a query, best first: the one of that name, those that people mean by the word, those of bundled sets whose
 * name or a word of it begins so, then all others as the index ranks them.
 */
export function findPackages(search: Search, query: string, limit: number): readonly Match[] {
  const matches = search.search(query, limit);
  const exact = matches.filter(({ kind }) => kind === 'exact');
  const meant = meantBy(query.trim()).flatMap((name) => matchNamed(search.index, name) ?? []);
  const usual = matches.filter(
    ({ kind, package: { name } }) => (kind === 'prefix' || kind === 'word') && usualPackages.has(name),
  );
  const best = new Map([...exact, ...meant, ...usual].map((match) => [match.package.name, match]));
  const others = matches.filter(({ package: { name } }) => !best.has(name));
  return [...best.values(), ...others].slice(0, limit);
}

/** Names for a query where no repository could be read: those of bundled sets. */
export function findKnownNames(query: string): readonly string[] {
  const word = query.trim().toLowerCase();
  if (word === '') return [];
  const found = knownNames.filter((name) => name.toLowerCase().includes(word));
  return [...new Set([...meantBy(word), ...found])];
}

/** Sets with a word in their title that begins with the query. */
export function findSets(query: string): readonly PackageSet[] {
  const word = query.trim().toLowerCase();
  if (word.length < leastSetLetters) return [];
  return packageSets.filter(({ id, title }) =>
    [id, ...title.toLowerCase().split(/[^\p{L}\p{N}-]+/u)].some((one) => one.startsWith(word)),
  );
}

/** What a query that is a glob names. */
export function globMatches(index: PackageIndex, glob: string): readonly string[] {
  const line = packageLine(glob);
  return line?.kind === 'glob' ? index.names.filter((name) => lineNames(line, name)) : [];
}

function matchNamed(index: PackageIndex, name: string): Match | null {
  const found = packageNamed(index, name);
  return found === null ? null : { package: found, kind: 'exact', nameRanges: [], summaryRanges: [] };
}
