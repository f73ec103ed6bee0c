import { formatBytes } from '../pipeline/format.js';
import { packageNamed } from '../rpm/package-index-columns.js';
import { didYouMean } from '../spec/nearest.js';
import type { Range } from './packages/marked-ranges.js';
import { requiredReason, unknownNames } from './packages/selection.js';
import type { PackageFacts, WizardState } from './state.js';

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
}

/** Rows that a search shows at most; more narrow nothing down for a person. */
const mostMatches = 200;

const noPackages: readonly string[] = [];

/** What the packages' screen lists: the chosen ones, or what the search finds. */
export function packageRows(state: WizardState): readonly PackageRow[] {
  const { packages } = state;
  const chosen = state.spec.packages ?? noPackages;
  const query = state.query?.text.trim() ?? '';
  // One key press asks several times: where the pointer may go, what is drawn, which keys there are.
  const { showsLocked } = state;
  if (
    last?.chosen !== chosen ||
    last.packages !== packages ||
    last.query !== query ||
    last.showsLocked !== showsLocked
  ) {
    const names = showsLocked ? [...packages.why.keys()] : chosen;
    const rows = query === '' ? listedRows(names, chosen, packages) : foundRows(query, chosen, packages);
    last = { chosen, packages, query, showsLocked, rows };
  }
  return last.rows;
}

let last: {
  chosen: readonly string[];
  packages: PackageFacts;
  query: string;
  showsLocked: boolean;
  rows: readonly PackageRow[];
} | null = null;

function foundRows(query: string, chosen: readonly string[], { search, why }: PackageFacts): PackageRow[] {
  const set = new Set(chosen);
  return (search?.search(query, mostMatches) ?? []).map((match): PackageRow => {
    const found = match.package;
    return {
      name: found.name,
      chosen: set.has(found.name),
      required: set.has(found.name) ? requiredReason(chosen, found.name) : null,
      summary: found.summary,
      version: found.version,
      size: formatBytes(found.installedBytes),
      get ranges() {
        return match.nameRanges;
      },
      problem: null,
      nearest: null,
      why: why.get(found.name) ?? null,
    };
  });
}

function listedRows(
  names: readonly string[],
  chosen: readonly string[],
  { search, why }: PackageFacts,
): PackageRow[] {
  const set = new Set(chosen);
  const unknown = new Map(
    search === null ? [] : unknownNames(chosen, search.index).map((one) => [one.name, one]),
  );
  return names.map((name) => {
    const known = search === null ? null : packageNamed(search.index, name);
    const stranger = unknown.get(name);
    return {
      name,
      chosen: set.has(name),
      required: set.has(name) ? requiredReason(chosen, name) : null,
      summary: known?.summary ?? '',
      version: known?.version ?? '',
      size: known === null ? '' : formatBytes(known.installedBytes),
      ranges: [],
      problem:
        stranger === undefined
          ? null
          : `not in the repositories. ${didYouMean(name, stranger.nearest)}`.trim(),
      nearest: stranger?.nearest[0] ?? null,
      why: why.get(name) ?? null,
    };
  });
}
