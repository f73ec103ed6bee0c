import stringWidth from 'string-width';

/**
 * ASCII, Latin letters, dashes, quotes and dots, arrows, lines, blocks and the signs of our screens: each takes one
 * column wherever it stands. What changes its neighbour (a combining mark, a selector) is not among them.
 */
const oneColumnEach =
  /^[\u0020-\u007e\u00a1-\u00ac\u00ae-\u02ff\u2010-\u2027\u2039\u203a\u2190-\u2193\u2500-\u257f\u2580-\u259f\u25a0-\u25cf\u26a0\u2713-\u2718\u276e\u276f]*$/;

/** Japanese signs, kana but for marks that change their neighbours, the usual Han, and Latin letters as wide as these. */
const twoColumnsEach = /[\u3001-\u3029\u3030-\u303e\u3041-\u3096\u309b-\u30ff\u4e00-\u9fff\uff01-\uff60]+/g;

/**
 * Columns that a text takes in a terminal; what makes it coloured or bold takes none. The library takes apart every
 * text with a character beyond ASCII, which most of our lines have; it is asked only where one may have another width.
 */
export function textWidth(text: string): number {
  if (oneColumnEach.test(text)) return text.length;
  const others = text.replace(twoColumnsEach, '');
  return oneColumnEach.test(others) ? 2 * text.length - others.length : stringWidth(text);
}

let segmenter: Intl.Segmenter | null = null;

/** The graphemes of a text with their places in it; the engine takes its time to make a segmenter, so there is one. */
export function graphemesOf(text: string): Iterable<{ segment: string; index: number }> {
  segmenter ??= new Intl.Segmenter(undefined, { granularity: 'grapheme' });
  return segmenter.segment(text);
}

/** Whether each UTF-16 unit of a text takes one column, so that it can be cut anywhere. */
export function isOneColumnEach(text: string): boolean {
  return oneColumnEach.test(text);
}
