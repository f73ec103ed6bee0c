import { type PartitionName, partitionNames } from '../../spec/image-spec.js';
import type { PlannedDisk } from '../../spec/partition-plan.js';
import { formatMiB } from '../../spec/sizes.js';
import { cutText, type Line, type PartTone, type Segment, seg, widthOf } from './lines.js';
import type { Symbols } from './symbols.js';

/** Signs of the partitions where there is no colour, and beside it. */
const letters: Readonly<Record<PartitionName, string>> = {
  esp: 'E',
  rootA: 'A',
  rootB: 'B',
  persist: 'P',
  log: 'L',
  opt: 'O',
  cache: 'C',
  docker: 'D',
  esp2: 'E',
};

export function partTone(name: PartitionName): PartTone {
  const shownAs = name === 'esp2' ? 'esp' : name;
  return `part${partitionNames.indexOf(shownAs) as 0 | 1 | 2 | 3 | 4 | 5 | 6 | 7}`;
}

/** Letter of a partition in the map. */
export function partLetter(name: PartitionName): string {
  return letters[name];
}

/** A disk as a bar in proportion, with a letter in each part that is wide enough for one. */
export function diskMap(disk: PlannedDisk, width: number, symbols: Symbols): Line[] {
  const order = [...disk.partitions].sort((a, b) => a.startSector - b.startSector);
  const total = order.reduce((sum, { sizeMiB }) => sum + sizeMiB, disk.freeMiB);
  const columns = proportional(
    [...order.map(({ sizeMiB }) => sizeMiB), disk.freeMiB],
    total,
    Math.max(order.length + 1, width - 2),
  );
  const bar: Segment[] = order.map(({ name }, index) =>
    seg(partText(letters[name], columns[index] ?? 0, symbols), partTone(name)),
  );
  // A disk that nothing lives on has no size of its own.
  const free = total > 0 ? (columns.at(-1) ?? 0) : width - 2;
  const title = `${disk.device}  ${formatMiB(disk.sizeMiB)}${disk.main ? '  main disk' : ''}`;
  const missingMiB = disk.smallestMiB - disk.sizeMiB;
  const left =
    missingMiB > 0
      ? `${formatMiB(missingMiB)} too small`
      : disk.freeMiB > 0
        ? `${formatMiB(disk.freeMiB)} free`
        : '';
  const gap = Math.max(2, width - widthOf(title) - widthOf(left));
  return [
    [
      seg(cutText(title, width), 'strong'),
      ...(left === '' ? [] : [seg(' '.repeat(gap)), seg(left, missingMiB > 0 ? 'bad' : 'dim')]),
    ],
    [seg('[', 'dim'), ...bar, seg('.'.repeat(free), 'dim'), seg(']', 'dim')],
  ];
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
