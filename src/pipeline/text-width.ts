import stringWidth, { type Options } from 'string-width';

/**
 * ASCII, Latin letters, dashes, quotes and dots, arrows, lines, blocks and the signs of our screens: each takes one
 * column wherever it stands. What changes its neighbour (a combining mark, a selector) is not among them.
 */
const oneColumnEach =
  /^[\u0020-\u007e\u00a1-\u00ac\u00ae-\u02ff\u2010-\u2027\u2039\u203a\u2190-\u2193\u2500-\u257f\u2580-\u259f\u25a0-\u25cf\u26a0\u2713-\u2718\u276e\u276f]*$/;

/** Colours and the like (ECMA-48, SGR), as Ink has them in the texts that it measures. */
const looks = /\u001b\[[0-9;]*m/g;

/**
 * Columns that a text takes in a terminal; what makes it coloured or bold takes none. The library compiles an
 * expression of all emoji, 60 ms, at the first character beyond ASCII; it is asked only for texts that may have one.
 */
export default function textWidth(text: string, options?: Options): number {
  const seen = text.includes('\u001b[') ? text.replace(looks, '') : text;
  return oneColumnEach.test(seen) ? seen.length : stringWidth(text, options);
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
