import { sentences, t } from '../../base/language/texts.js';
import { didYouMean, nearest } from '../../base/nearest.js';
import { allGroups, hasGroup, type NamedGroup } from '../../rpm/groups/expand-group.js';
import { type GroupSet, groupSet, groupsProblem } from '../packages/group-set.js';
import { setState } from '../packages/sets.js';
import { type PackageRow, plainRow } from './package-row.js';
import type { PackageFacts } from './state.js';

/** Groups that a search shows at most. */
const mostGroups = 200;

/** Groups and environments whose id or name begins as the query does, or has it within; or why there are none. */
export function groupRows(query: string, chosen: readonly string[], facts: PackageFacts): PackageRow[] {
  const { groups, search } = facts;
  const found = groups === null || query.startsWith('-') ? [] : matching(allGroups(groups), query);
  if (groups === null || found.length === 0) {
    return [{ ...plainRow(query, ''), problem: groupProblem(query, facts) }];
  }
  const index = search?.index ?? null;
  return found
    .slice(0, mostGroups)
    .map(({ word }) => groupRow(word, chosen, () => groupSet(groups, word, chosen, index) as GroupSet));
}

/** Why `@GROUP` cannot be chosen, as the end of "`@GROUP`: ..."; null: it can. */
export function groupProblem(
  word: string,
  { groups, message }: Pick<PackageFacts, 'groups' | 'message'>,
): string | null {
  if (word.startsWith('-')) return t`a group cannot be kept out; keep out its packages.`;
  if (groups === null) {
    if (message !== null)
      return sentences(t`groups are not known.`, /[.?!。]$/.test(message) ? message : t`${message}.`);
    return t`the groups of the repositories are not read yet.`;
  }
  const problem = groupsProblem(groups);
  if (problem !== null || hasGroup(groups, word)) return problem;
  const words = allGroups(groups).map((group) => group.word);
  return sentences(
    t`no group of the repositories has this name.`,
    didYouMean(word, nearest(word, words)).trim(),
  );
}

/** The best first: that of the word itself, those that begin so, those that have it within. */
function matching(all: readonly NamedGroup[], query: string): NamedGroup[] {
  const wanted = bare(query);
  const rank = ({ word, name }: NamedGroup): number => {
    const id = bare(word);
    if (word === query) return 0;
    if (id === wanted || name.toLowerCase() === wanted) return 1;
    if (id.startsWith(wanted)) return 2;
    return id.includes(wanted) || name.toLowerCase().includes(wanted) ? 3 : 4;
  };
  const isEnvironment = query.startsWith('@^');
  const ranked = all
    .filter(({ word }) => !isEnvironment || word.startsWith('@^'))
    .map((group) => ({ group, at: rank(group) }))
    .filter(({ at }) => at < 4);
  return ranked.sort((a, b) => a.at - b.at).map(({ group }) => group);
}

function bare(word: string): string {
  return word.replace(/^@\^?/, '').toLowerCase();
}

/** Only rows near the pointer are drawn: the packages of the others are not looked up. */
function groupRow(word: string, chosen: readonly string[], find: () => GroupSet): PackageRow {
  let found: GroupSet | null = null;
  const set = () => {
    found ??= find();
    return found;
  };
  return {
    ...plainRow(word, ''),
    get chosen() {
      return setState(set(), chosen) === 'whole';
    },
    get summary() {
      return `${set().purpose}: ${set().packages.join(' ')}`;
    },
    get set() {
      return set();
    },
  };
}
