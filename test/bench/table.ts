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

const headings = ['figure', 'ours', 'reference', 'value', 'limit', 'holds'];

/** Figures as a table for people. */
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
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
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
