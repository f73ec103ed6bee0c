import { later } from '../language/texts.js';
/**
 * Whether a line is one of those that git puts around the sides of a conflict. One of `=======` alone may be the
 * underline of a heading.
 */
export function isConflictMark(line: string): boolean {
  return /^(?:<{7}|>{7}|\|{7})(?: .*)?\r?$/.test(line);
}

/** The first such line of a text (counted from 1); null where there is none. */
export function conflictLine(text: string): number | null {
  const index = text.split('\n').findIndex(isConflictMark);
  return index < 0 ? null : index + 1;
}

export const conflictMessage = later`The file holds an unresolved Git conflict.`;
export const conflictRemedy = later`Keep one side, and remove the lines with the markers.`;
