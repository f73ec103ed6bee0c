import { compareEvr, formatEvr } from '../evr.js';
import type { Lock, LockedPackage } from './lock.js';

export type ChangeKind = 'added' | 'removed' | 'upgraded' | 'downgraded' | 'changed';

/** One package that differs between two locks. */
export interface PackageChange {
  /** `changed`: the same version with another digest. */
  kind: ChangeKind;
  name: string;
  arch: string;
  /** `epoch:version-release` before and after, null where there was or is none. */
  from: string | null;
  to: string | null;
  /** Change in bytes of the download, and of what is installed. */
  size: number;
  installedSize: number;
}

export interface LockDiff {
  changes: PackageChange[];
  /** Sums over both locks, in bytes. */
  size: { from: number; to: number };
  installedSize: { from: number; to: number };
}

/** What of a lock is compared. */
export type LockedContent = Pick<Lock, 'packages'>;

/**
 * What changed from one lock to another, sorted by name. Packages are paired by name and arch; where a name
 * is there several times (kernels), equal versions are paired first, the rest in order.
 */
export function diffLocks(from: LockedContent, to: LockedContent): LockDiff {
  const before = grouped(from.packages);
  const after = grouped(to.packages);
  const keys = [...new Set([...before.keys(), ...after.keys()])].sort();
  return {
    changes: keys.flatMap((key) => pairUp(before.get(key) ?? [], after.get(key) ?? [])),
    size: { from: total(from, 'size'), to: total(to, 'size') },
    installedSize: { from: total(from, 'installedSize'), to: total(to, 'installedSize') },
  };
}

function grouped(packages: readonly LockedPackage[]): Map<string, LockedPackage[]> {
  const groups = new Map<string, LockedPackage[]>();
  for (const item of packages) {
    // A blank sorts before every letter of a name, so that `bash` stands before `bash-completion`.
    const key = `${item.name} ${item.arch}`;
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return groups;
}

function pairUp(before: readonly LockedPackage[], after: readonly LockedPackage[]): PackageChange[] {
  const changes: PackageChange[] = [];
  const left = before.filter((old) => !after.some((item) => compareEvr(old, item) === 0));
  const came = after.filter((item) => !before.some((old) => compareEvr(old, item) === 0));
  for (const old of before) {
    const same = after.find((item) => compareEvr(old, item) === 0);
    if (same !== undefined && same.sha256 !== old.sha256) changes.push(change('changed', old, same));
  }
  left.sort(compareEvr);
  came.sort(compareEvr);
  for (let index = 0; index < Math.max(left.length, came.length); index++) {
    const old = left[index];
    const item = came[index];
    if (old === undefined) changes.push(change('added', null, item as LockedPackage));
    else if (item === undefined) changes.push(change('removed', old, null));
    else changes.push(change(compareEvr(old, item) < 0 ? 'upgraded' : 'downgraded', old, item));
  }
  return changes;
}

function change(kind: ChangeKind, from: LockedPackage | null, to: LockedPackage | null): PackageChange {
  const either = (to ?? from) as LockedPackage;
  return {
    kind,
    name: either.name,
    arch: either.arch,
    from: from === null ? null : formatEvr(from),
    to: to === null ? null : formatEvr(to),
    size: (to?.size ?? 0) - (from?.size ?? 0),
    installedSize: (to?.installedSize ?? 0) - (from?.installedSize ?? 0),
  };
}

function total(lock: LockedContent, field: 'size' | 'installedSize'): number {
  return lock.packages.reduce((sum, item) => sum + item[field], 0);
}
