import { later, t, translated } from '../../base/language/texts.js';
import { padText } from '../../base/text/cut.js';
import type { ChangeKind, LockDiff, PackageChange } from './lock-diff.js';

const titles: readonly [ChangeKind, string][] = [
  ['added', later`Added`],
  ['removed', later`Removed`],
  ['upgraded', later`Upgraded`],
  ['downgraded', later`Downgraded`],
  ['changed', later`Same version, other content`],
];

/**
 * A difference as a table for people: a section for each kind of change, then the sums.
 * @param bytes writes a number of bytes for people: `91.2 MB`
 */
export function diffText(diff: LockDiff, bytes: (count: number) => string): string {
  if (diff.changes.length === 0) return `${t`No package differs.`}\n`;
  const sections = titles.flatMap(([kind, title]) => {
    const changes = diff.changes.filter((change) => change.kind === kind);
    return changes.length === 0 ? [] : [`${translated(title)} (${changes.length})\n${table(changes, bytes)}`];
  });
  const sums = [[t`Download`, diff.size] as const, [t`Installed`, diff.installedSize] as const].map(
    ([title, { from, to }]) => {
      const change = to === from ? t`the same` : signed(to - from, bytes);
      return `${padText(title, 10)} ${bytes(from)} -> ${bytes(to)} (${change})\n`;
    },
  );
  return `${sections.join('\n')}\n${sums.join('')}`;
}

function table(changes: readonly PackageChange[], bytes: (count: number) => string): string {
  const rows = changes.map((change) => [
    `${change.name}.${change.arch}`,
    versions(change),
    change.installedSize === 0 ? '' : signed(change.installedSize, bytes),
  ]);
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => (row[column] as string).length)));
  return rows
    .map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd())
    .map((line) => `${line}\n`)
    .join('');
}

function versions({ from, to }: PackageChange): string {
  if (from === null || to === null || from === to) return to ?? from ?? '';
  return `${from} -> ${to}`;
}

function signed(count: number, bytes: (count: number) => string): string {
  return `${count < 0 ? '-' : '+'}${bytes(Math.abs(count))}`;
}
