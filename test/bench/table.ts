import { median, type Times } from './timing.js';

/** One line of the result. */
export interface Figure {
  name: string;
  ours: string;
  reference: string;
  /** What is compared with the limit, null where there is nothing to compare. */
  value: number | null;
  /** At most this much, null: for information. */
  limit: number | null;
  /** Behind value and limit: `s`, `MB`; nothing for a ratio. */
  unit?: string;
}

const headings = ['figure', 'ours', 'reference', 'ratio or value', 'limit', 'holds'];

/** Two figures of the same runs: by the clock, with a limit, and by processor time, for information. */
export function compared(
  name: string,
  own: readonly Times[],
  reference: readonly Times[],
  limit: number | null,
): Figure[] {
  const figure = (title: string, of: (times: Times) => number, most: number | null) =>
    comparedSeconds(title, own.map(of), reference.map(of), most);
  return [
    figure(name, (times) => times.seconds, limit),
    figure('– the same in processor time', (times) => times.cpuSeconds, null),
  ];
}

/** A figure of seconds, those of each round in turn. */
export function comparedSeconds(
  name: string,
  own: readonly number[],
  reference: readonly number[],
  limit: number | null,
): Figure {
  return {
    name,
    ours: seconds(median(own)),
    reference: seconds(median(reference)),
    // Of each round by itself, since the machine may be busier in one of them.
    value: median(own.map((one, round) => one / (reference[round] as number))),
    limit,
  };
}

/** Figures as a Markdown table, in columns that can be read as they are. */
export function figureTable(figures: readonly Figure[]): string {
  const rows = [
    headings,
    ...figures.map(({ name, ours, reference, value, limit, unit = '' }) => [
      name,
      ours,
      reference,
      value === null ? '' : `${decimals(value)}${suffix(unit)}`,
      limit === null ? '' : `${limit}${suffix(unit)}`,
      value === null || limit === null ? '' : value <= limit ? 'yes' : 'NO',
    ]),
  ];
  const widths = headings.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)));
  const rule = widths.map((width) => '-'.repeat(width));
  return [lines[0] ?? [], rule, ...lines.slice(1)].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

export function seconds(value: number): string {
  return `${value.toFixed(value < 10 ? 2 : 1)} s`;
}

export function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

function decimals(value: number): string {
  if (Math.abs(value) >= 100) return value.toFixed(0);
  return value.toFixed(Math.abs(value) < 0.1 ? 3 : 2);
}

function suffix(unit: string): string {
  return unit === '' ? '' : ` ${unit}`;
}
