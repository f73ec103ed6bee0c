import { sentences, t } from '../../base/language/texts.js';
import { didYouMean } from '../../base/nearest.js';
import { formatBytes } from '../../base/text/format.js';
import { packageNamed } from '../../rpm/solve/package-index-columns.js';
import { requiredReason, unknownNames } from '../packages/selection.js';
import { groupProblem } from './group-rows.js';
import { excludeText, type PackageRow, plainRow } from './package-row.js';
import { searchedRows } from './searched-rows.js';
import type { PackageFacts, WizardState } from './state.js';

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
    const rows = query === '' ? listedRows(names, chosen, packages) : searchedRows(query, chosen, packages);
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

function listedRows(names: readonly string[], chosen: readonly string[], facts: PackageFacts): PackageRow[] {
  const { search, why } = facts;
  const set = new Set(chosen);
  const unknown = new Map(
    search === null ? [] : unknownNames(chosen, search.index).map((one) => [one.name, one]),
  );
  return names.map((name) => {
    if (/^-?@/.test(name)) return groupLine(name, facts);
    const known = search === null ? null : packageNamed(search.index, name);
    const stranger = unknown.get(name);
    return {
      name,
      chosen: set.has(name),
      required: set.has(name) ? requiredReason(chosen, name) : null,
      summary: name.startsWith('-') ? excludeText(name) : (known?.summary ?? ''),
      version: known?.version ?? '',
      size: known === null ? '' : formatBytes(known.installedBytes),
      ranges: [],
      problem:
        stranger === undefined
          ? null
          : sentences(t`not in the repositories.`, didYouMean(name, stranger.nearest).trim()),
      nearest: stranger?.nearest[0] ?? null,
      why: why.get(name) ?? null,
      set: null,
    };
  });
}

/** A group that stands in the list as a line, which a build does not read. */
function groupLine(name: string, facts: PackageFacts): PackageRow {
  const wrong = groupProblem(name, facts);
  return {
    ...plainRow(name, ''),
    chosen: true,
    problem: wrong ?? t`a group. Its packages can take its place.`,
    nearest: wrong === null ? t`its packages` : null,
  };
}
