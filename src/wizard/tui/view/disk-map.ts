import { t } from '../../../base/language/texts.js';
import { cutText } from '../../../base/text/cut.js';
import { textWidth } from '../../../base/text/width.js';
import { formatMiB } from '../../../config/fields/sizes.js';
import type { PlannedDisk } from '../../../config/partitions/partition-plan.js';
import { type PartitionName, partitionTable } from '../../../config/partitions/partition-table.js';
import { cutLine, type Line, type PartTone, type Segment, seg } from './lines.js';
import type { Symbols } from './symbols.js';

export function partTone(name: PartitionName): PartTone {
  return `part${partitionTable[name].map.colour}`;
}

/** Lines of a disk's map, and which of them is its bar; the first one names the disk. */
export const mapLines = 2;
export const barLine = 1;

interface Part {
  name: PartitionName;
  /** Where it stands in the bar: columns from `from` to before `to`. */
  from: number;
  to: number;
}

/** The partitions of a disk in the order of the bar. */
export function diskParts(disk: PlannedDisk, width: number): Part[] {
  const order = [...disk.partitions].sort((a, b) => a.startSector - b.startSector);
  const total = order.reduce((sum, { sizeMiB }) => sum + sizeMiB, disk.freeMiB);
  const sizes = [...order.map(({ sizeMiB }) => sizeMiB), disk.freeMiB];
  const columns = proportional(sizes, total, Math.max(order.length + 1, width - 2));
  // Behind the bracket.
  let at = 1;
  return order.map(({ name }, index) => {
    const from = at;
    at += columns[index] ?? 0;
    return { name, from, to: at };
  });
}

/** A disk as a bar in proportion, with a letter in each part that is wide enough for one. */
export function diskMap(disk: PlannedDisk, width: number, symbols: Symbols): Line[] {
  const parts = diskParts(disk, width);
  const bar: Segment[] = parts.map(({ name, from, to }) =>
    seg(partText(partitionTable[name].map.letter, to - from, symbols), partTone(name)),
  );
  const inside = Math.max(parts.length + 1, width - 2);
  const free = Math.max(0, inside + 1 - (parts.at(-1)?.to ?? 1));
  const title = `${disk.device}  ${formatMiB(disk.sizeMiB)}${disk.main ? `  ${t`main disk`}` : ''}`;
  const missingMiB = disk.smallestMiB - disk.sizeMiB;
  const left =
    missingMiB > 0
      ? t`${formatMiB(missingMiB)} too small`
      : disk.freeMiB > 0
        ? t`${formatMiB(disk.freeMiB)} free`
        : '';
  const gap = Math.max(2, width - textWidth(title) - textWidth(left));
  return [
    [
      seg(cutText(title, width), 'strong'),
      ...(left === '' ? [] : [seg(' '.repeat(gap)), seg(left, missingMiB > 0 ? 'bad' : 'plain')]),
    ],
    [seg('[', 'faint'), ...bar, seg('.'.repeat(free), 'faint'), seg(']', 'faint')],
  ];
}

/** The letters of a bar with their sizes, the partitions of one size together, as far as they fit. */
export function diskLegend(disk: PlannedDisk, width: number): Line {
  const parts = new Map<string, { letters: Set<string>; tone: PartTone; sizeMiB: number }>();
  for (const { name, sizedBy, sizeMiB } of disk.partitions) {
    const { letter } = partitionTable[name].map;
    const known = parts.get(sizedBy);
    if (known === undefined)
      parts.set(sizedBy, { letters: new Set([letter]), tone: partTone(name), sizeMiB });
    else known.letters.add(letter);
  }
  const line = [...parts.values()].flatMap(({ letters, tone, sizeMiB }) => [
    seg([...letters].join(''), tone),
    seg(` ${formatMiB(sizeMiB)}  `),
  ]);
  return cutLine(line, width);
}

function partText(letter: string, columns: number, symbols: Symbols): string {
  if (columns <= 0) return '';
  if (columns < 3) return letter + symbols.bar.repeat(columns - 1);
  const before = Math.floor((columns - 1) / 2);
  return symbols.bar.repeat(before) + letter + symbols.bar.repeat(columns - 1 - before);
}

/** Columns for each size so that all of them fill the width; what is there gets at least one. */
export function proportional(sizes: readonly number[], total: number, width: number): number[] {
  if (total <= 0) return sizes.map(() => 0);
  const columns = sizes.map((size) => (size > 0 ? Math.max(1, Math.floor((size / total) * width)) : 0));
  let rest = width - columns.reduce((sum, one) => sum + one, 0);
  // The largest remainders get what is left; the widest parts give what is too much.
  const byRemainder = sizes
    .map((size, index) => ({ index, remainder: ((size / total) * width) % 1, size }))
    .filter(({ size }) => size > 0)
    .sort((a, b) => b.remainder - a.remainder);
  for (let turn = 0; rest > 0 && byRemainder.length > 0; turn += 1, rest -= 1) {
    const { index } = byRemainder[turn % byRemainder.length] as { index: number };
    columns[index] = (columns[index] ?? 0) + 1;
  }
  while (rest < 0) {
    const widest = columns.indexOf(Math.max(...columns));
    if ((columns[widest] ?? 0) <= 1) break;
    columns[widest] = (columns[widest] ?? 0) - 1;
    rest += 1;
  }
  return columns;
}
