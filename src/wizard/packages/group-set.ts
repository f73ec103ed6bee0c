import { sentences, t } from '../../base/language/texts.js';
import { expandGroup, groupHeading } from '../../rpm/groups/expand-group.js';
import type { PackageGroups } from '../../rpm/groups/package-groups.js';
import { type PackageIndex, packageNamed } from '../../rpm/solve/package-index-columns.js';
import type { PackageSet } from './sets.js';

/** The packages of a group of the repositories, for one package list. */
export interface GroupSet extends PackageSet {
  /** The comment over them in packages.list. */
  heading: string;
}

/** What a group would bring into a list; null: there is no such group. Without an index all its packages are known. */
export function groupSet(
  groups: PackageGroups,
  word: string,
  lines: readonly string[],
  index: PackageIndex | null,
): GroupSet | null {
  const isKnown = (name: string) => index === null || packageNamed(index, name) !== null;
  const expanded = expandGroup(groups, word, { lines, isKnown });
  if (expanded === null) return null;
  const { packages, keptOut, unknown } = expanded;
  const left = [
    ...(keptOut.length === 0 ? [] : [t`the list keeps out ${keptOut.join(' ')}`]),
    ...(unknown.length === 0 ? [] : [t`the repositories lack ${unknown.join(' ')}`]),
  ];
  const purpose = [t`${expanded.name}, ${packages.length} packages`, ...left].join(t`; `);
  return { id: expanded.word, title: expanded.word, purpose, packages, heading: groupHeading(expanded) };
}

/** Why no group can be chosen: repositories whose groups cannot be read, or that have none. */
export function groupsProblem({ groups, environments, problems }: PackageGroups): string | null {
  if (groups.length + environments.length > 0) return null;
  const [first] = problems;
  if (first === undefined) return t`the repositories have no groups.`;
  return sentences(t`the groups of repository \`${first.repository}\` cannot be read.`, first.reason);
}
