import type { Frame } from './frame.js';
import type { Line } from './lines.js';
import type { Symbols } from './symbols.js';

/** A frame for a screen reader: without the lines that say nothing when they are read out, blank ones and drawings. */
export function spokenFrame({ lines, scrollLimit, of }: Frame, symbols: Symbols): Frame {
  const spoken = lines.filter((line) => isSpoken(line, symbols));
  return { lines: spoken, caret: null, menu: null, scrollLimit, spots: [], of };
}

function isSpoken(line: Line, { rule, bar }: Symbols): boolean {
  const text = line.map((segment) => segment.text).join('');
  return text.trim() !== '' && !text.includes(rule.repeat(3)) && !text.includes(bar.repeat(3));
}
