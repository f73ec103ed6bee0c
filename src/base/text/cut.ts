import { breakable } from './line-breaks.js';
import { graphemesOf, isOneColumnEach, textWidth } from './width.js';

/** A text of at most `width` columns, cut between graphemes, with `…` where something is missing. */
export function cutText(text: string, width: number): string {
  if (width <= 0) return '';
  if (textWidth(text) <= width) return text;
  if (isOneColumnEach(text)) return `${text.slice(0, width - 1)}…`;
  let kept = '';
  let columns = 0;
  for (const { segment } of graphemesOf(text)) {
    const next = columns + textWidth(segment);
    if (next > width - 1) break;
    kept += segment;
    columns = next;
  }
  return `${kept}…`;
}

/** The text with blanks up to `width` columns; longer ones are cut. */
export function padText(text: string, width: number): string {
  const cut = cutText(text, width);
  return cut + ' '.repeat(Math.max(0, width - textWidth(cut)));
}

/** Breaks a text into lines of at most `width` columns: at blanks, and where a script without blanks may be broken. */
export function wrapText(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  // Of each part once: a text in Japanese has hundreds.
  let columns = 0;
  for (const word of text.split(/\s+/)) {
    const parts = breakable(word).flatMap((one) => pieces(one, width));
    for (const [index, part] of parts.entries()) {
      const gap = line === '' || index > 0 ? '' : ' ';
      const partColumns = textWidth(part);
      if (columns + gap.length + partColumns <= width) {
        line += gap + part;
        columns += gap.length + partColumns;
      } else {
        lines.push(line);
        line = part;
        columns = partColumns;
      }
    }
  }
  return [...lines, line].filter((one) => one !== '');
}

/** A word in pieces that each fit. */
function pieces(word: string, width: number): string[] {
  if (textWidth(word) <= width) return [word];
  const found: string[] = [];
  let piece = '';
  for (const { segment } of graphemesOf(word)) {
    if (textWidth(piece + segment) > width && piece !== '') {
      found.push(piece);
      piece = '';
    }
    piece += segment;
  }
  return [...found, piece];
}
