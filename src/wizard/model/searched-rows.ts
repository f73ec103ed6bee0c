import { t, translated } from '../../base/language/texts.js';
import { formatBytes } from '../../base/text/format.js';
import { packageLine } from '../../project/packages/package-line.js';
import { packageNamed } from '../../rpm/solve/package-index-columns.js';
import { findKnownNames, findPackages, findSets, globMatches } from '../packages/find-packages.js';
import type { Match } from '../packages/search.js';
import { requiredReason } from '../packages/selection.js';
import { type PackageSet, setState } from '../packages/sets.js';
import { meantBy } from '../packages/wishes.js';
import { groupRows } from './group-rows.js';
import { excludeText, type PackageRow, plainRow } from './package-row.js';
import type { PackageFacts } from './state.js';

/** Rows that a search shows at most; more narrow nothing down for a person. */
const mostMatches = 200;

/** What a search line finds; where it is more than a name, the first row says what it does. */
export function searchedRows(
  query: string,
  chosen: readonly string[],
  facts: PackageFacts,
): readonly PackageRow[] {
  if (/^-?@/.test(query)) return groupRows(query, chosen, facts);
  const line = packageLine(query);
  if (line?.isExclude === true) return excludeRows(line.text, chosen, facts);
  if (line?.kind === 'glob') return globRows(query, chosen, facts);
  const names = namedRows(query, chosen, facts);
  const first = names.filter(({ name }) => name === query || meantBy(query).includes(name));
  const sets = findSets(query).map((set) => setRow(set, chosen));
  return [...first, ...sets, ...names.filter((row) => !first.includes(row))];
}

/** Rows of packages, or of their names alone where no repository could be read. */
function namedRows(
  query: string,
  chosen: readonly string[],
  { search, why }: Pick<PackageFacts, 'search' | 'why'>,
): PackageRow[] {
  if (search !== null) return foundRows(findPackages(search, query, mostMatches), chosen, why);
  const set = new Set(chosen);
  return findKnownNames(query).map((name) => ({
    ...plainRow(name, t`from the bundled sets; the repositories are not known`),
    chosen: set.has(name),
    required: set.has(name) ? requiredReason(chosen, name) : null,
  }));
}

/** Rows of packages that the repositories have. */
function foundRows(
  matches: readonly Pick<Match, 'package' | 'nameRanges'>[],
  chosen: readonly string[],
  why: PackageFacts['why'],
): PackageRow[] {
  const set = new Set(chosen);
  return matches.map((match): PackageRow => {
    const found = match.package;
    return {
      ...plainRow(found.name, found.summary),
      chosen: set.has(found.name),
      required: set.has(found.name) ? requiredReason(chosen, found.name) : null,
      version: found.version,
      size: formatBytes(found.installedBytes),
      get ranges() {
        return match.nameRanges;
      },
      why: why.get(found.name) ?? null,
    };
  });
}

/** `-NAME` keeps a package out of the image, what needs it or not. */
function excludeRows(text: string, chosen: readonly string[], facts: PackageFacts): PackageRow[] {
  const names = facts.search === null ? [] : findPackages(facts.search, text, mostMatches);
  const lines = [`-${text}`, ...names.map(({ package: { name } }) => `-${name}`)];
  return [...new Set(lines)].map((line) => ({
    ...plainRow(line, excludeText(line)),
    chosen: chosen.includes(line),
  }));
}

/** A glob as it is, which says how many packages it names now, and these. */
function globRows(glob: string, chosen: readonly string[], { search, why }: PackageFacts): PackageRow[] {
  const itself = (what: string) => ({ ...plainRow(glob, what), chosen: chosen.includes(glob) });
  if (search === null) {
    return [itself(t`all packages that match`), ...namedRows(glob, chosen, { search, why })];
  }
  const { index } = search;
  const names = globMatches(index, glob);
  const matches = names
    .slice(0, mostMatches)
    .flatMap((name) => packageNamed(index, name) ?? [])
    .map((found) => ({ package: found, nameRanges: [] }));
  const what = t`all ${names.length} packages that match, whatever they are at the next lock`;
  return [itself(what), ...foundRows(matches, chosen, why)];
}

function setRow(set: PackageSet, chosen: readonly string[]): PackageRow {
  const how = setState(set, chosen);
  const [count, names] = [set.packages.length, set.packages.join(' ')];
  const summary =
    how === 'part'
      ? t`set of ${count} packages, some of them chosen: ${names}`
      : t`set of ${count} packages: ${names}`;
  return { ...plainRow(translated(set.title), summary), chosen: how === 'whole', set };
}
