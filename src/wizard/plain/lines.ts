const [controlC, controlD] = ['\x03', '\x04'];

/** Whole lines of what came in, without their ends, and what has no end yet. */
export function splitLines(text: string): { lines: string[]; rest: string } {
  const lines = text.split(/\r\n|\r|\n/);
  const rest = lines.pop() ?? '';
  // Raw mode hands over Ctrl-C and Ctrl-D as characters, and no Enter follows them.
  return hiddenText(rest) === null ? { lines: [...lines, rest], rest: '' } : { lines, rest };
}

/**
 * The text of a line that was typed in raw mode, where Backspace is a character like any other and Ctrl-U takes the
 * whole line; null for Ctrl-C, and Ctrl-D.
 */
export function hiddenText(typed: string): string | null {
  if (typed.includes(controlC) || typed.includes(controlD)) return null;
  const kept: string[] = [];
  for (const sign of typed) {
    if (sign === '\x7f' || sign === '\b') kept.pop();
    else if (sign === '\x15') kept.length = 0;
    else kept.push(sign);
  }
  return kept.join('');
}

/** Whether a text in braces, as lsblk prints it, has come to its end. */
export function isWholeJson(text: string): boolean {
  let depth = 0;
  for (const [sign] of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}]/gs)) {
    if (sign === '{') depth += 1;
    if (sign === '}') depth -= 1;
  }
  return depth <= 0;
}
