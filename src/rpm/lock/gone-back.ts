import { type Failure, stageFailed } from '../../base/failure.js';
import { sentences, t } from '../../base/language/texts.js';
import type { PackageLine } from '../../project/folder/project.js';
import { compareEvr, formatEvr } from '../evr.js';
import type { Lock, LockedPackage, LockedRepository } from './lock.js';

/** What is older in a new lock than in the one before, though nobody asked for it. */
export interface GoneBack {
  repositories: { id: string; from: number; to: number }[];
  /** Versions as `1:2.3-4.fc44`. */
  packages: { name: string; from: string; to: string }[];
}

/**
 * What went back in time from one lock to the next. Who hides updates cannot forge a signature, but can offer what was signed
 * long ago. What a person did is not taken for it: another release; a repository that is new, gone, or not the same any more;
 * a line of packages.list that names or excludes a version.
 * @param lines of packages.list as it is now
 */
export function goneBack(before: Lock, after: Lock, lines: readonly PackageLine[]): GoneBack {
  if (before.release !== after.release || before.arch !== after.arch)
    return { repositories: [], packages: [] };
  const same = sameRepositories(before, after);
  const repositories = [...same.values()].flatMap(({ from, to }) =>
    from.revision === undefined || to.revision === undefined || to.revision >= from.revision
      ? []
      : [{ id: to.id, from: from.revision, to: to.revision }],
  );
  const old = new Map<string, LockedPackage[]>();
  for (const item of before.packages) {
    if (same.has(item.repo)) old.set(item.name, [...(old.get(item.name) ?? []), item]);
  }
  const chosen = sourcesOfChosen(after, lines);
  const packages = after.packages.flatMap((item) => {
    const versions = old.get(item.name) ?? [];
    const newest = versions.reduce<LockedPackage | null>(
      (best, one) => (best === null || compareEvr(one, best) > 0 ? one : best),
      null,
    );
    const isOlder = newest !== null && compareEvr(item, newest) < 0;
    const wasThere = versions.some((one) => compareEvr(one, item) === 0);
    const isAsked = chosen.has(item.source) || lines.some((line) => excludes(line, newest));
    if (!isOlder || wasThere || isAsked || !same.has(item.repo)) return [];
    return [{ name: item.name, from: formatEvr(newest), to: formatEvr(item) }];
  });
  return { repositories, packages };
}

/** Those that are the same in both, by id. Locks of before have no origins: there all inputs must be the same. */
function sameRepositories(before: Lock, after: Lock) {
  const same = new Map<string, { from: LockedRepository; to: LockedRepository }>();
  for (const to of after.repositories) {
    const from = before.repositories.find(({ id }) => id === to.id);
    if (from === undefined) continue;
    const isSame = from.origin === undefined ? before.inputs === after.inputs : from.origin === to.origin;
    if (isSame) same.set(to.id, { from, to });
  }
  return same;
}

/** Source packages of those of which a line names the version: what comes of the same source goes back with them. */
function sourcesOfChosen({ packages }: Lock, lines: readonly PackageLine[]): Set<string> {
  const chosen = packages.filter((item) =>
    lines.some((line) => line.kind === 'include' && namesVersion(line.text, item)),
  );
  return new Set(chosen.map(({ source }) => source));
}

/** Whether a line excludes versions of a package, among them this one perhaps. */
function excludes(line: PackageLine, item: LockedPackage | null): boolean {
  return item !== null && line.kind === 'exclude' && namesVersion(line.text, item);
}

/** `bash-5.2`, `bash-0:5.2-1.fc41`, `bash-5.*`; not `bash`, `bash-*` or `bash-completion`. */
function namesVersion(text: string, { name }: LockedPackage): boolean {
  return text.startsWith(`${name}-`) && /^(\d+:)?\d/.test(text.slice(name.length + 1));
}

/** Whether anything went back. */
export function isGoneBack({ repositories, packages }: GoneBack): boolean {
  return repositories.length + packages.length > 0;
}

/** What went back, in sentences. */
export function goneBackText({ repositories, packages }: GoneBack): string {
  const versions = packages.slice(0, 20).map(({ name, from, to }) => t`\`${name}\` from ${from} to ${to}`);
  const more = packages.length > 20 ? t`, and ${packages.length - 20} more` : '';
  return sentences(
    ...repositories.map(
      ({ id, from, to }) =>
        t`The metadata of repository \`${id}\` went back from ${moment(from)} to ${moment(to)}.`,
    ),
    ...(versions.length === 0 ? [] : [t`Packages went back: ${versions.join(t`, `)}${more}.`]),
  );
}

/** A revision; with its day where it is a time since 2000. */
function moment(revision: number): string {
  if (revision < 946_684_800 || revision > 99_999_999_999) return t`revision ${revision}`;
  return t`${new Date(revision * 1000).toISOString().slice(0, 16).replace('T', ' ')} (revision ${revision})`;
}

/** Exit status 1. @param file rpms.lock, which stays as it is */
export function wentBack(back: GoneBack, file: string): Failure {
  return stageFailed({
    what: t`The repositories offer older content than the lock has.`,
    where: file,
    why: goneBackText(back),
    remedy: t`The lock was not changed. A mirror may be old, or hide updates: try again later or name another mirror. If it is meant to be so, run \`tmpfsroot-wizard lock --allow-downgrade\`.`,
  });
}
