import {
  type StyledChar,
  styledCharsFromTokens as styled,
  type Token,
  tokenize as tokens,
} from '@alcalzone/ansi-tokenize';

export * from '@alcalzone/ansi-tokenize';

/** Lines that are remembered: several screens full. */
const mostLines = 500;

const known = new Map<string, Token[]>();
const characters = new WeakMap<Token[], StyledChar[]>();

/**
 * The tokens of a drawn line. Ink takes every line of the screen apart with each frame, most of them as they were in
 * the frame before: remembering them spares a third of the time from a key to its frame.
 */
export function tokenize(text: string, endChar?: number): Token[] {
  if (endChar !== undefined) return tokens(text, endChar);
  const before = known.get(text);
  if (before !== undefined) return before;
  const taken = tokens(text);
  if (known.size >= mostLines) known.clear();
  known.set(text, taken);
  return taken;
}

/** The characters of a line with their looks; not to be changed. */
export function styledCharsFromTokens(taken: Token[]): StyledChar[] {
  const before = characters.get(taken);
  if (before !== undefined) return before;
  const made = styled(taken);
  characters.set(taken, made);
  return made;
}
