import { globPattern, nameOfNevra, packageLine } from '../../project/packages/package-line.js';
import type { Lock } from '../../rpm/lock/lock.js';
import { type PackageIndex, packageNamed } from '../../rpm/solve/package-index-columns.js';

const mebibyte = 2 ** 20;

/**
 * At least so many MiB take the packages of a list once installed: those that it names itself, without what they
 * bring along, which only a lock tells. Names that are not in the index count nothing.
 */
export function estimateInstalledMiB(lines: readonly string[], { index }: { index: PackageIndex }): number {
  const bytes = new Map<string, number>();
  const excluded = new Set<string>();
  for (const line of lines.flatMap((each) => packageLine(each) ?? [])) {
    for (const row of rowsOf(line.text, line.kind, index)) {
      if (line.isExclude) excluded.add(row.name);
      else bytes.set(row.name, row.installedBytes);
    }
  }
  let sum = 0;
  for (const [name, installed] of bytes) if (!excluded.has(name)) sum += installed;
  return sum / mebibyte;
}

function rowsOf(
  text: string,
  kind: 'name' | 'glob' | 'provide',
  index: PackageIndex,
): { name: string; installedBytes: number }[] {
  if (kind === 'provide') return [];
  if (kind === 'glob') return globRows(text, index);
  const found = packageNamed(index, text) ?? packageNamed(index, nameOfNevra(text) ?? text);
  return found === null ? [] : [found];
}

function globRows(glob: string, index: PackageIndex): { name: string; installedBytes: number }[] {
  const pattern = globPattern(glob);
  return index.names.flatMap((name, row) =>
    pattern.test(name) ? [{ name, installedBytes: index.installedBytes[row] as number }] : [],
  );
}

/** What the packages of a lock take when they are installed, in MiB; file systems need some more. */
export function lockedInstalledMiB(lock: Pick<Lock, 'packages'>): number {
  return lock.packages.reduce((sum, { installedSize }) => sum + installedSize, 0) / mebibyte;
}
