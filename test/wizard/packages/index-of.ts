import { type PackageIndex, packageIndexOf } from '../../../src/rpm/solve/package-index-columns.js';

/** An index of packages with these names and summaries, each of 1 MiB installed. */
export function indexOf(summaries: Readonly<Record<string, string>> | readonly string[]): PackageIndex {
  const entries = Array.isArray(summaries)
    ? (summaries as readonly string[]).map((name) => [name, `About ${name}`] as const)
    : Object.entries(summaries as Readonly<Record<string, string>>);
  return packageIndexOf(
    entries.map(([name, summary]) => ({
      name,
      summary,
      version: '1.0-1.fc41',
      installedBytes: 2 ** 20,
    })),
  );
}
