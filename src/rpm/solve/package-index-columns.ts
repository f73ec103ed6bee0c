/** What is known of a package before it is locked. */
export interface IndexedPackage {
  name: string;
  summary: string;
  /** Epoch where there is one, version and release: `1:2.3-4.fc44`. */
  version: string;
  /** Size when installed, in bytes. */
  installedBytes: number;
}

/**
 * All packages of a project's repositories, the newest of each name. In columns, since objects for 60,000
 * packages would take several times the memory; row N of each column is one package, rows are sorted by name.
 */
export interface PackageIndex {
  readonly names: readonly string[];
  readonly summaries: readonly string[];
  readonly versions: readonly string[];
  readonly installedBytes: readonly number[];
}

/** The index of these packages, in any order; of two with one name the later counts. */
export function packageIndexOf(packages: Iterable<IndexedPackage>): PackageIndex {
  const byName = new Map<string, IndexedPackage>();
  for (const item of packages) byName.set(item.name, item);
  const sorted = [...byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  return {
    names: sorted.map((item) => item.name),
    summaries: sorted.map((item) => item.summary),
    versions: sorted.map((item) => item.version),
    installedBytes: sorted.map((item) => item.installedBytes),
  };
}

/** The package of a row; the row must be there. */
export function packageAt(index: PackageIndex, row: number): IndexedPackage {
  return {
    name: index.names[row] as string,
    summary: index.summaries[row] as string,
    version: index.versions[row] as string,
    installedBytes: index.installedBytes[row] as number,
  };
}

/** The package of exactly this name, or null. */
export function packageNamed(index: PackageIndex, name: string): IndexedPackage | null {
  let low = 0;
  let high = index.names.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = index.names[middle] as string;
    if (found === name) return packageAt(index, middle);
    if (found < name) low = middle + 1;
    else high = middle - 1;
  }
  return null;
}
