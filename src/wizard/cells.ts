import textWidth, { graphemesOf } from '../pipeline/text-width.js';

/** One place of a drawn line; behind a wide character stands one with an empty text. */
export interface DrawnCell {
  text: string;
  /** Parameters of its look in the order in which they were set (ECMA-48, SGR): `2`, `36,1`; empty for plain text. */
  look: string;
}

// A look, or what stands between two of them.
const pieces = /\u001b\[([0-9;]*)m|[^\u001b]+/g;

/** The cells of a line as Ink draws it: text and looks, and no other sequences. */
export function cellsOf(line: string): DrawnCell[] {
  const cells: DrawnCell[] = [];
  let look = '';
  for (const [piece, parameters] of line.matchAll(pieces)) {
    if (parameters !== undefined) look = lookAfter(look, parameters);
    else if (textWidth(piece) === piece.length) for (const text of piece) cells.push({ text, look });
    else {
      for (const { segment } of graphemesOf(piece)) {
        const width = textWidth(segment);
        // What has no width belongs to the character before.
        const last = cells.at(-1);
        if (width === 0 && last !== undefined) last.text += segment;
        else cells.push({ text: segment, look });
        for (let column = 1; column < width; column += 1) cells.push({ text: '', look });
      }
    }
  }
  return cells;
}

/** What each closing parameter closes. */
const closed: Readonly<Record<string, RegExp>> = {
  22: /^[12]$/,
  23: /^3$/,
  24: /^4$/,
  27: /^7$/,
  29: /^9$/,
  39: /^(3[0-8]|9[0-7])/,
  49: /^(4[0-8]|10[0-7])/,
};

function lookAfter(look: string, parameters: string): string {
  if (parameters === '' || parameters === '0') return '';
  const open = look === '' ? [] : look.split(',');
  const closes = closed[parameters];
  if (closes !== undefined) return open.filter((one) => !closes.test(one)).join(',');
  return open.includes(parameters) ? look : [...open, parameters].join(',');
}
