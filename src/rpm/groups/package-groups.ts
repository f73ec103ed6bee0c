import { type Comps, type CompsEnvironment, CompsError, type CompsGroup, readComps } from './comps.js';

/** Groups and environments of a project's repositories. */
export interface PackageGroups {
  /** Sorted by id. */
  groups: CompsGroup[];
  /** Sorted by id. */
  environments: CompsEnvironment[];
  /** Repositories whose comps cannot be read. `reason` is a sentence. */
  problems: { repository: string; reason: string }[];
}

/** The comps of a repository as it was read, or why it was not. */
export type CompsText = { repository: string } & ({ xml: string } | { problem: string });

/** The groups of all repositories; those with one id are one group. */
export function packageGroupsOf(texts: readonly CompsText[]): PackageGroups {
  const problems: PackageGroups['problems'] = [];
  const read = texts.flatMap((one): Comps[] => {
    try {
      if ('xml' in one) return [readComps(one.xml)];
      problems.push({ repository: one.repository, reason: one.problem });
    } catch (error) {
      if (!(error instanceof CompsError)) throw error;
      problems.push({ repository: one.repository, reason: error.message });
    }
    return [];
  });
  const groups = merged(
    read.flatMap((one) => one.groups),
    ({ packages }) => packages,
  );
  const environments = merged(
    read.flatMap((one) => one.environments),
    (environment) => environment.groups,
  );
  return { groups, environments, problems };
}

/** @param partsOf the list of an item to which that of another with the same id is added */
function merged<Part, Item extends { id: string }>(
  items: readonly Item[],
  partsOf: (item: Item) => Part[],
): Item[] {
  const byId = new Map<string, Item>();
  for (const item of items) {
    const before = byId.get(item.id);
    if (before === undefined) byId.set(item.id, item);
    else for (const part of partsOf(item)) partsOf(before).push(part);
  }
  return [...byId.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}
