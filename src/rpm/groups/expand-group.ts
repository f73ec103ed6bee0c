import { lineNames, type PackageLine, packageLine } from '../../project/packages/package-line.js';
import type { CompsGroup } from './comps.js';
import type { PackageGroups } from './package-groups.js';

/** A group or an environment, as packages.list and kickstart files name it. */
export interface NamedGroup {
  /** `@core` or `@^minimal-environment`. */
  word: string;
  /** For people. */
  name: string;
}

/** The lines that a group means for one package list. */
export interface ExpandedGroup extends NamedGroup {
  /** Packages, in the order of the group; some may be in the list already. */
  packages: string[];
  /** Packages of it that the list keeps out. */
  keptOut: string[];
  /** Packages of it that no repository has. */
  unknown: string[];
}

/** What decides on which packages of a group are taken. */
export interface GroupSetting {
  /** The package list as it is. */
  lines: readonly string[];
  /** Whether a repository has a package of this name. */
  isKnown(name: string): boolean;
}

/** All groups and environments, the environments first. */
export function allGroups({ groups, environments }: PackageGroups): NamedGroup[] {
  return [
    ...environments.map(({ id, name }) => ({ word: `@^${id}`, name })),
    ...groups.map(({ id, name }) => ({ word: `@${id}`, name })),
  ];
}

/** The comment that stands over the packages of a group in packages.list. */
export function groupHeading({ word, name }: NamedGroup): string {
  return name === word.replace(/^@\^?/, '') ? word : `${word}: ${name}`;
}

/**
 * The packages of `@GROUP` or `@^ENVIRONMENT`; null: there is none of that id or name. As dnf does it: mandatory and
 * default packages, a conditional one where the package it goes with is in the list or comes with the group; what the
 * list excludes stays out.
 */
export function expandGroup(
  all: PackageGroups,
  word: string,
  { lines, isKnown }: GroupSetting,
): ExpandedGroup | null {
  const found = findGroup(all, word);
  if (found === null) return null;
  const read = lines.flatMap((line) => packageLine(line) ?? []);
  const names = packagesOf(
    found.groups,
    read.filter(({ isExclude }) => !isExclude),
  );
  const excluded = read.filter(({ isExclude }) => isExclude);
  const isOut = (name: string) => excluded.some((line) => lineNames(line, name));
  return {
    word: found.word,
    name: found.name,
    packages: names.filter((name) => !isOut(name) && isKnown(name)),
    keptOut: names.filter(isOut),
    unknown: names.filter((name) => !isOut(name) && !isKnown(name)),
  };
}

/** Whether there is a group or an environment of that id or name. */
export function hasGroup(all: PackageGroups, word: string): boolean {
  return findGroup(all, word) !== null;
}

function findGroup(
  { groups, environments }: PackageGroups,
  word: string,
): (NamedGroup & { groups: CompsGroup[] }) | null {
  const [, sign = '', wanted = ''] = /^@(\^?)(.*)$/.exec(word.trim()) ?? [];
  const group = sign === '^' ? undefined : oneOf(groups, wanted);
  if (group !== undefined) return { word: `@${group.id}`, name: group.name, groups: [group] };
  const environment = oneOf(environments, wanted);
  if (environment === undefined) return null;
  const byId = new Map(groups.map((one) => [one.id, one]));
  return {
    word: `@^${environment.id}`,
    name: environment.name,
    groups: [...new Set(environment.groups)].flatMap((id) => byId.get(id) ?? []),
  };
}

/** By its id, else by its name, as dnf takes both. */
function oneOf<Item extends { id: string; name: string }>(
  items: readonly Item[],
  wanted: string,
): Item | undefined {
  const isNamed = ({ name }: Item) => name.toLowerCase() === wanted.toLowerCase();
  return items.find(({ id }) => id === wanted) ?? items.find(isNamed);
}

function packagesOf(groups: readonly CompsGroup[], listed: readonly PackageLine[]): string[] {
  const all = groups.flatMap(({ packages }) => packages);
  const taken = new Set(all.filter(({ requires }) => requires === null).map(({ name }) => name));
  const waiting = new Map<string, string[]>();
  for (const { name, requires } of all) {
    if (requires === null) continue;
    if (listed.some((line) => lineNames(line, requires))) taken.add(name);
    const others = waiting.get(requires);
    if (others === undefined) waiting.set(requires, [name]);
    else others.push(name);
  }
  // A set is gone through to its end, with what is added meanwhile: one that is taken may be what another goes with.
  for (const name of taken) for (const other of waiting.get(name) ?? []) taken.add(other);
  return [...new Set(all.map(({ name }) => name))].filter((name) => taken.has(name));
}
