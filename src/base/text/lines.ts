/**
 * The lines of a list that somebody has written, whatever ends them (LF, CR and LF, CR alone), without a byte order mark.
 * Blanks within a line are what JavaScript's `\s` takes for such: a non-breaking one too.
 */
export function textLines(text: string): string[] {
  return text.replace(/^\uFEFF/, '').split(/\r?\n|\r/);
}
