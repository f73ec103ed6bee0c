import { t } from '../../base/language/texts.js';
import type { Lock, LockedPackage } from '../../rpm/lock/lock.js';

/**
 * In words why a package is in a lock: that it is named, or the shortest way to one that is.
 * @param lock not to be changed afterwards: the first call looks through all of it, the others only look up.
 */
export function whyPulled(lock: Pick<Lock, 'packages'>, name: string): string {
  const before = known.get(lock.packages);
  const ways = before ?? waysOf(lock.packages);
  if (before === undefined) known.set(lock.packages, ways);
  return wordsFor(name, ways);
}

const known = new WeakMap<readonly LockedPackage[], ReadonlyMap<string, Way>>();

/** How one package came in; two of one name (for two architectures) count as one. */
interface Way {
  kind: 'listed' | 'pinned' | 'needed';
  /** Those that need it, as far as the lock says. */
  neededBy: readonly string[];
  /** Steps to a package that is listed, or pinned; null when no way leads to one. */
  steps: number | null;
}

function waysOf(packages: readonly LockedPackage[]): Map<string, Way> {
  const ways = new Map<string, Way>();
  for (const { name, why } of packages) {
    const before = ways.get(name);
    const kind = why.includes('listed') ? 'listed' : why.includes('pinned') ? 'pinned' : 'needed';
    const all = new Set([...(before?.neededBy ?? []), ...(kind === 'needed' ? why : [])]);
    all.delete(name);
    ways.set(name, {
      kind: before === undefined || before.kind === 'needed' ? kind : before.kind,
      neededBy: [...all],
      steps: null,
    });
  }
  countSteps(ways);
  return ways;
}

/** Breadth first from what is listed, and from what is pinned where nothing listed leads to. */
function countSteps(ways: ReadonlyMap<string, Way>): void {
  const needs = new Map<string, Way[]>();
  for (const way of ways.values()) {
    for (const parent of way.neededBy) {
      const children = needs.get(parent);
      if (children === undefined) needs.set(parent, [way]);
      else children.push(way);
    }
  }
  const names = new Map([...ways].map(([name, way]) => [way, name]));
  for (const kind of ['listed', 'pinned'] as const) {
    let front = [...ways.values()].filter((way) => way.kind === kind && way.steps === null);
    for (let steps = 0; front.length > 0; steps += 1) {
      for (const way of front) way.steps = steps;
      const next = front.flatMap((way) => needs.get(names.get(way) as string) ?? []);
      front = [...new Set(next)].filter((way) => way.steps === null);
    }
  }
}

function wordsFor(name: string, ways: ReadonlyMap<string, Way>): string {
  const way = ways.get(name);
  if (way === undefined) return t`not in the lock`;
  if (way.kind === 'listed') return t`named in packages.list`;
  if (way.kind === 'pinned') return t`kept from the plain rpms.lock that was there first; nothing needs it`;
  const chain = chainOf(way, ways);
  const last = ways.get(chain.at(-1) as string);
  const ending = last?.kind === 'listed' ? t`, which you named` : '';
  return t`needed by ${chain.join(' <- ')}${ending}${others(way.neededBy.length - 1)}`;
}

/** Each step is nearer to the list, so it comes to an end. */
function chainOf(from: Way, ways: ReadonlyMap<string, Way>): string[] {
  const chain: string[] = [];
  for (let way = from; way.kind === 'needed'; ) {
    const [first = ''] = way.neededBy;
    const nearest = way.neededBy.find((name) => ways.get(name)?.steps === (way.steps ?? 0) - 1);
    chain.push(nearest ?? first);
    if (nearest === undefined) break;
    way = ways.get(nearest) as Way;
  }
  return chain;
}

/** The lock names five at most. */
function others(count: number): string {
  if (count < 1) return '';
  if (count === 1) return t`, and by 1 other`;
  return count < mostNamed - 1 ? t`, and by ${count} others` : t`, and by ${count} others or more`;
}

const mostNamed = 5;
