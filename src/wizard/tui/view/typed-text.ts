import { cutText } from '../../../base/text/cut.js';
import { graphemesOf, textWidth } from '../../../base/text/width.js';
import type { EditedText } from '../../model/text-edit.js';

/** The part of a text around its caret that fits into `width` columns, and the caret's column in it. */
export function textAround({ text, caret }: EditedText, width: number): { shown: string; column: number } {
  const at = Math.min(caret, text.length);
  const parts = [...graphemesOf(text.slice(0, at))].map(({ segment }) => segment);
  let columns = textWidth(parts.join(''));
  // The caret's own column is kept free.
  while (columns > width - 1) columns -= textWidth(parts.shift() ?? '');
  const before = parts.join('');
  return { shown: cutText(before + text.slice(at), width), column: textWidth(before) };
}
