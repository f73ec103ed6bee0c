import { cutText, wrapText } from '../../../base/text/cut.js';
import { textWidth } from '../../../base/text/width.js';
import type { Target } from '../../model/target.js';

/**
 * What a piece of text means; the theme says how it looks. `faint` is for lines and signs that say nothing; what must be
 * read is never faint. `ghost` stands where nothing was typed yet.
 */
export type Tone =
  | 'plain'
  | 'faint'
  | 'ghost'
  | 'strong'
  | 'accent'
  | 'good'
  | 'warn'
  | 'bad'
  | 'focus'
  | PartTone;
/** Colours of the partitions, in the order of the table. */
export type PartTone = `part${0 | 1 | 2 | 3 | 4 | 5 | 6 | 7}`;

export interface Segment {
  text: string;
  tone: Tone;
}

/** One line of the screen. */
export type Line = readonly Segment[];

/** A part of a line that can be clicked: its columns from `from` to before `to`. */
export interface Spot {
  line: number;
  from: number;
  to: number;
  target: Target;
}

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
  /** Lines that are the rows of a list, one each: where the first stands, and how many there are. */
  rows?: { from: number; count: number };
  /** What else can be clicked, with lines counted from the first of the body. */
  spots?: readonly Spot[];
  /** The last row that can have the focus or stand at the top, where the model does not know it. */
  lastRow?: number;
}

/** Lines that always stand below the top of a text that is scrolled, when it has so many. */
const leastBelow = 4;

/** A text of which the line `top` stands at the top. */
export function scrolled(lines: readonly Line[], top: number): Body & { lastRow: number } {
  const lastRow = Math.max(0, lines.length - leastBelow);
  return { lines: lines.slice(Math.min(top, lastRow)), focus: 0, caret: null, foot: [], lastRow };
}

export function seg(text: string, tone: Tone = 'plain'): Segment {
  return { text, tone };
}

export function lineWidth(line: Line): number {
  return line.reduce((sum, { text }) => sum + textWidth(text), 0);
}

/** A line of at most `width` columns. */
export function cutLine(line: Line, width: number): Line {
  if (lineWidth(line) <= width) return line;
  const kept: Segment[] = [];
  let left = width;
  for (const { text, tone } of line) {
    const columns = textWidth(text);
    if (columns <= left) {
      kept.push({ text, tone });
      left -= columns;
      if (left > 0) continue;
      // The next one does not fit at all: its sign stands in the last column.
      const last = kept.pop() as Segment;
      kept.push({ text: cutText(`${last.text}  `, textWidth(last.text)), tone: last.tone });
      return kept;
    }
    kept.push({ text: cutText(text, left), tone });
    return kept;
  }
  return kept;
}

/** Wrapped lines of one tone, the first `most` of them. */
export function paragraph(text: string, width: number, tone: Tone, most = Number.POSITIVE_INFINITY): Line[] {
  const lines = wrapText(text, width);
  const shown = lines.slice(0, most);
  if (lines.length > most) shown[most - 1] = withEllipsis(shown[most - 1] ?? '', width);
  return shown.map((line) => [seg(line, tone)]);
}

function withEllipsis(line: string, width: number): string {
  return textWidth(line) + 2 <= width ? `${line} …` : cutText(`${line} …`, width);
}

/** The part of a list that is to be seen: `rows` entries around the focus. */
export function windowOf(count: number, focus: number, rows: number): { start: number; end: number } {
  if (count <= rows) return { start: 0, end: count };
  const start = Math.max(0, Math.min(focus - Math.floor(rows / 2), count - rows));
  return { start, end: start + rows };
}
