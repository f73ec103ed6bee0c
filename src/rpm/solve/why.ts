/** What is needed to say why a package is there. */
export interface Needed {
  name: string;
  isListed: boolean;
  /** Names of the packages that require it. */
  neededBy: readonly string[];
}

const most = 5;

/**
 * Why each package is there: `listed`, or a few of those that need it, nearest to the list first, so that one can
 * walk to a listed one. Not all of them: glibc is needed by everything, and its line would change with each
 * package that comes or goes.
 */
export function reasons(packages: readonly Needed[]): string[][] {
  const distance = distances(packages);
  const far = packages.length + 1;
  return packages.map(({ isListed, neededBy }) => {
    if (isListed) return ['listed'];
    if (neededBy.length === 0) return ['pinned'];
    return [...neededBy]
      .sort((a, b) => (distance.get(a) ?? far) - (distance.get(b) ?? far) || (a < b ? -1 : 1))
      .slice(0, most);
  });
}

/** Steps from the list to each name: breadth first along "needs". */
function distances(packages: readonly Needed[]): Map<string, number> {
  const needs = new Map<string, string[]>();
  for (const { name, neededBy } of packages) {
    for (const parent of neededBy) needs.set(parent, [...(needs.get(parent) ?? []), name]);
  }
  const distance = new Map<string, number>();
  let front = packages.filter((item) => item.isListed).map((item) => item.name);
  for (let steps = 0; front.length > 0; steps++) {
    for (const name of front) distance.set(name, steps);
    front = [...new Set(front.flatMap((name) => needs.get(name) ?? []))].filter(
      (name) => !distance.has(name),
    );
  }
  return distance;
}
