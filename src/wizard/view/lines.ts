import textWidth, { graphemesOf, isOneColumnEach } from '../../pipeline/text-width.js';

/** What a piece of text means; the theme says how it looks. */
export type Tone = 'plain' | 'dim' | 'strong' | 'accent' | 'good' | 'warn' | 'bad' | 'focus' | PartTone;
/** Colours of the partitions, in the order of the table. */
export type PartTone = `part${0 | 1 | 2 | 3 | 4 | 5 | 6 | 7}`;

export interface Segment {
  text: string;
  tone: Tone;
}

/** One line of the screen. */
export type Line = readonly Segment[];

/** The body of a screen. */
export interface Body {
  lines: readonly Line[];
  /** Line that must be seen: the one with the focus. */
  focus: number;
  /** Where the caret of an input field stands, in columns of the terminal, or null. */
  caret: { line: number; column: number } | null;
  /** Lines at the foot of the body that stay in sight: what is wrong, what the field is for. */
  foot: readonly Line[];
  /** Line above the list that stays in sight, with its caret's column. */
  head?: Line;
  headCaret?: { line: number; column: number } | null;
  /** The lines are a menu, of which the one with the focus is chosen. */
  isMenu?: boolean;
}

export function seg(text: string, tone: Tone = 'plain'): Segment {
  return { text, tone };
}

/** Columns that a text takes in a terminal. */
export function widthOf(text: string): number {
  return textWidth(text);
}

export function lineWidth(line: Line): number {
  return line.reduce((sum, { text }) => sum + widthOf(text), 0);
}

/** A text of at most `width` columns, cut between graphemes, with `…` where something is missing. */
export function cutText(text: string, width: number): string {
  if (width <= 0) return '';
  if (widthOf(text) <= width) return text;
  if (isOneColumnEach(text)) return `${text.slice(0, width - 1)}…`;
  let kept = '';
  let columns = 0;
  for (const { segment } of graphemesOf(text)) {
    const next = columns + widthOf(segment);
    if (next > width - 1) break;
    kept += segment;
    columns = next;
  }
  return `${kept}…`;
}

/** A line of at most `width` columns. */
export function cutLine(line: Line, width: number): Line {
  if (lineWidth(line) <= width) return line;
  const kept: Segment[] = [];
  let left = width;
  for (const { text, tone } of line) {
    const columns = widthOf(text);
    if (columns <= left) {
      kept.push({ text, tone });
      left -= columns;
      if (left > 0) continue;
      // The next one does not fit at all: its sign stands in the last column.
      const last = kept.pop() as Segment;
      kept.push({ text: cutText(`${last.text}  `, widthOf(last.text)), tone: last.tone });
      return kept;
    }
    kept.push({ text: cutText(text, left), tone });
    return kept;
  }
  return kept;
}

/** The text with blanks up to `width` columns; longer ones are cut. */
export function padText(text: string, width: number): string {
  const cut = cutText(text, width);
  return cut + ' '.repeat(Math.max(0, width - widthOf(cut)));
}

/** Breaks a text into lines of at most `width` columns, at blanks where there are any. */
export function wrapText(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/\s+/).flatMap((one) => pieces(one, width))) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (widthOf(longer) <= width) line = longer;
    else {
      lines.push(line);
      line = word;
    }
  }
  return [...lines, line].filter((one) => one !== '');
}

/** A word in pieces that each fit. */
function pieces(word: string, width: number): string[] {
  if (widthOf(word) <= width) return [word];
  const found: string[] = [];
  let piece = '';
  for (const { segment } of graphemesOf(word)) {
    if (widthOf(piece + segment) > width && piece !== '') {
      found.push(piece);
      piece = '';
    }
    piece += segment;
  }
  return [...found, piece];
}

/** Wrapped lines of one tone, the first `most` of them. */
export function paragraph(text: string, width: number, tone: Tone, most = Number.POSITIVE_INFINITY): Line[] {
  const lines = wrapText(text, width);
  const shown = lines.slice(0, most);
  if (lines.length > most) shown[most - 1] = withEllipsis(shown[most - 1] ?? '', width);
  return shown.map((line) => [seg(line, tone)]);
}

function withEllipsis(line: string, width: number): string {
  return widthOf(line) + 2 <= width ? `${line} …` : cutText(`${line} …`, width);
}

/** The part of a list that is to be seen: `rows` entries around the focus. */
export function windowOf(count: number, focus: number, rows: number): { start: number; end: number } {
  if (count <= rows) return { start: 0, end: count };
  const start = Math.max(0, Math.min(focus - Math.floor(rows / 2), count - rows));
  return { start, end: start + rows };
}
