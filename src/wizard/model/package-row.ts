import { t } from '../../base/language/texts.js';
import type { GroupSet } from '../packages/group-set.js';
import type { Range } from '../packages/marked-ranges.js';
import type { PackageSet } from '../packages/sets.js';

/** One row of the packages' screen. */
export interface PackageRow {
  /** As in packages.list. */
  name: string;
  chosen: boolean;
  /** Why it cannot be taken off, or null. */
  required: string | null;
  summary: string;
  /** Version and release; empty where it is not known. */
  version: string;
  /** Installed size for the eye; empty where it is not known. */
  size: string;
  /** What of the name answers the search. */
  ranges: readonly Range[];
  /** What is wrong with the name, or null. */
  problem: string | null;
  /** The name that was most likely meant, where there is a problem; or null. */
  nearest: string | null;
  /** By what it came into the lock, or null. */
  why: string | null;
  /** The row is this set or group, and no package. */
  set: PackageSet | GroupSet | null;
}

/** What a line such as `-nano` does. */
export function excludeText(line: string): string {
  return t`keeps ${line.slice(1)} out of the image`;
}

/** A row of which nothing else is known. */
export function plainRow(name: string, summary: string): PackageRow {
  return {
    ...{ name, summary, chosen: false, required: null, version: '', size: '', ranges: [] },
    ...{ problem: null, nearest: null, why: null, set: null },
  };
}
