import assert from 'node:assert/strict';
import stringWidth from 'string-width';
import type { Frame } from '../../../src/wizard/tui/view/frame.js';

const widths = new Map<string, number>();

/** Lines come again with every frame, and the library takes its time. */
function widthOf(text: string): number {
  const width = widths.get(text) ?? stringWidth(text);
  widths.set(text, width);
  return width;
}

/** What holds of every frame: it fits into the terminal but for its last row and column, with the caret inside. */
export function assertFrame(
  { lines, caret, menu, spots }: Frame,
  { columns, rows }: { columns: number; rows: number },
): void {
  const texts = lines.map((line) => line.map(({ text }) => text).join(''));
  const law = (holds: boolean, broken: () => string) => {
    if (!holds) assert.fail(`${broken()} on ${columns}x${rows}\n${texts.join('\n')}`);
  };
  law(lines.length <= rows - 1, () => `${lines.length} lines`);
  for (const text of texts) {
    law(widthOf(text) <= columns - 1, () => `${widthOf(text)} columns of \`${text}\``);
    law(!/\p{Cc}/u.test(text), () => `a control character in ${JSON.stringify(text)}`);
  }
  for (const { text, tone } of lines.flat()) {
    law(tone !== 'faint' || !/[\p{L}\p{N}]/u.test(text), () => `a faint word: \`${text}\``);
  }
  if (caret !== null) {
    law(caret.line >= 0 && caret.line < lines.length, () => `caret in line ${caret.line}`);
    law(caret.column >= 0 && caret.column < columns, () => `caret in column ${caret.column}`);
  }
  for (const { line, from, to } of spots) {
    law(line >= 0 && line < lines.length, () => `something to click in line ${line}`);
    law(from >= 0 && from < to && to <= columns - 1, () => `something to click from ${from} to ${to}`);
  }
  if (menu === null) return;
  const { from, to, focus } = menu;
  law(from >= 0 && from < to && to <= lines.length, () => `menu from ${from} to ${to}`);
  law(focus >= 0 && focus < to - from, () => `choice ${focus} of a menu of ${to - from}`);
}
