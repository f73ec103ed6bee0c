import { withoutTrailing } from '../../base/text/ends.js';

/** What the order of a package in a transaction depends on. */
export interface PackageRelations {
  name: string;
  /** Names of what it provides; paths among them. */
  provides: readonly string[];
  files: readonly string[];
  /** `flags` as in rpm's REQUIREFLAGS and ORDERFLAGS. */
  requires: readonly { name: string; flags: number }[];
}

/** rpmds.h (rpmsenseFlags): needed by scripts that run before or right after the package's files are there. */
const forInstallScripts = (1 << 6) | (1 << 9) | (1 << 10);
/** Needed by scripts that run when the package is removed, or by `rpm --verify`. */
const forOtherScripts = (1 << 11) | (1 << 12) | (1 << 13);
/** `Requires(meta)`: says nothing of the order. */
const isMeta = 1 << 29;

/** Positions of packages that must come before, for each of some packages. */
type Edges = ReadonlyMap<number, readonly number[]>;

/**
 * Sorts packages so that each comes after what it requires; answers positions in `packages`. rpm has an order of its
 * own, which is another one with other versions of rpm where packages require each other in a circle, and numbers of
 * accounts that scripts create follow from it. In a circle, what a script needs, with all that this requires, comes
 * before the package of the script. The order depends on names and relations alone.
 */
export function orderPackages(packages: readonly PackageRelations[]): number[] {
  const providers = providersOf(packages);
  const needed = (position: number, wanted: (flags: number) => boolean) => {
    const found = (packages[position]?.requires ?? [])
      .filter(({ flags }) => wanted(flags))
      .flatMap(({ name }) => wordsOf(name).map((word) => providers.get(wordOf(word)) ?? []))
      .filter((some) => !some.includes(position))
      .flat();
    return [...new Set(found)].sort(byName);
  };
  const byName = (a: number, b: number) => {
    const [one = '', other = ''] = [packages[a]?.name, packages[b]?.name];
    return one === other ? a - b : one < other ? -1 : 1;
  };
  const edgesBy = (wanted: (flags: number) => boolean): Edges =>
    new Map(packages.map((_, position) => [position, needed(position, wanted)]));
  const all = edgesBy(countsForOrder);
  const forScripts = edgesBy((flags) => countsForOrder(flags) && (flags & forInstallScripts) !== 0);
  const start = packages.map((_, position) => position).sort(byName);
  return arrange(start, [
    (members) => within(all, members),
    (members) => withAllBelow(within(forScripts, members), within(all, members)),
    (members) => within(forScripts, members),
  ]);
}

function countsForOrder(flags: number): boolean {
  return (flags & isMeta) === 0 && ((flags & forInstallScripts) !== 0 || (flags & forOtherScripts) === 0);
}

/** Positions of the packages that provide a name or hold a file. */
function providersOf(packages: readonly PackageRelations[]): Map<string, number[]> {
  const found = new Map<string, number[]>();
  for (const [position, { name, provides, files }] of packages.entries()) {
    for (const word of new Set([name, ...provides, ...files].map(wordOf))) {
      const some = found.get(word);
      if (some === undefined) found.set(word, [position]);
      else some.push(position);
    }
  }
  return found;
}

/** A path by its one name in a root where /bin, /sbin and /lib are links into /usr, and sbin one to bin. */
function wordOf(name: string): string {
  if (!name.startsWith('/')) return name;
  return name.replace(/^\/(?=(?:bin|sbin|lib|lib64)\/)/, '/usr/').replace(/^\/usr\/sbin\//, '/usr/bin/');
}

/** Names in a dependency; a boolean one, as `(a if b)`, has several (rpm-dependencies(7)). */
function wordsOf(name: string): string[] {
  if (!name.startsWith('(')) return [name];
  // A name may end with brackets of its own: `libc.so.6(GLIBC_2.34)(64bit)`.
  return name
    .split(/\s+/)
    .map((word) => word.replace(/^\(+/, ''))
    .flatMap((word) => [word, withoutTrailing(word, ')')]);
}

/**
 * Sorts by the first kind of edges; those that are in a circle of them, by the next kind; where none is left, in the
 * order in which a walk along the edges leaves them.
 */
function arrange(
  members: readonly number[],
  kinds: readonly ((members: readonly number[]) => Edges)[],
): number[] {
  const [kind, ...others] = kinds;
  if (kind === undefined) return [...members];
  return circles(members, kind(members)).flatMap((circle) =>
    circle.length === 1 ? circle : arrange(circle, others),
  );
}

function within(edges: Edges, members: readonly number[]): Edges {
  const inside = new Set(members);
  return new Map(
    members.map((member) => [member, (edges.get(member) ?? []).filter((one) => inside.has(one))]),
  );
}

/** To what each package's scripts need, all that this requires in turn; in the order of the walk so far. */
function withAllBelow(forScripts: Edges, all: Edges): Edges {
  return new Map(
    [...forScripts].map(([member, needed]) => {
      const reached = new Set<number>(needed);
      for (const one of reached) for (const next of all.get(one) ?? []) reached.add(next);
      reached.delete(member);
      return [member, [...all.keys()].filter((one) => reached.has(one))];
    }),
  );
}

/**
 * Groups of packages that reach each other (strongly connected components, by Tarjan's algorithm), each group after
 * those that it needs; in a group, in the order in which the walk leaves them.
 */
function circles(members: readonly number[], edges: Edges): number[][] {
  const found: number[][] = [];
  const index = new Map<number, number>();
  const low = new Map<number, number>();
  const left = new Map<number, number>();
  const open: number[] = [];
  const visit = (member: number) => {
    const own = index.size;
    index.set(member, own);
    low.set(member, own);
    open.push(member);
    for (const next of edges.get(member) ?? []) {
      if (!index.has(next)) visit(next);
      if (open.includes(next)) low.set(member, Math.min(low.get(member) ?? 0, low.get(next) ?? 0));
    }
    left.set(member, left.size);
    if (low.get(member) !== own) return;
    const circle = open.splice(open.indexOf(member));
    found.push(circle.sort((a, b) => (left.get(a) ?? 0) - (left.get(b) ?? 0)));
  };
  for (const member of members) if (!index.has(member)) visit(member);
  return found;
}
