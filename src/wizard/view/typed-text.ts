import type { EditedText } from '../text-edit.js';
import { cutText, widthOf } from './lines.js';

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** The part of a text around its caret that fits into `width` columns, and the caret's column in it. */
export function textAround({ text, caret }: EditedText, width: number): { shown: string; column: number } {
  const at = Math.min(caret, text.length);
  const parts = [...graphemes.segment(text.slice(0, at))].map(({ segment }) => segment);
  let columns = widthOf(parts.join(''));
  // The caret's own column is kept free.
  while (columns > width - 1) columns -= widthOf(parts.shift() ?? '');
  const before = parts.join('');
  return { shown: cutText(before + text.slice(at), width), column: widthOf(before) };
}
