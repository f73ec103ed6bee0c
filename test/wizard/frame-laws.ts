import assert from 'node:assert/strict';
import stringWidth from 'string-width';
import type { Frame } from '../../src/wizard/view/frame.js';

const widths = new Map<string, number>();

/** Lines come again with every frame, and the library takes its time. */
function widthOf(text: string): number {
  const width = widths.get(text) ?? stringWidth(text);
  widths.set(text, width);
  return width;
}

/** What holds of every frame: it fits into the terminal but for its last row and column, with the caret inside. */
export function assertFrame(
  { lines, caret, menu }: Frame,
  { columns, rows }: { columns: number; rows: number },
): void {
  const texts = lines.map((line) => line.map(({ text }) => text).join(''));
  const shown = () => `${columns}x${rows}\n${texts.join('\n')}`;
  assert.ok(lines.length <= rows - 1, `${lines.length} lines on ${shown()}`);
  for (const text of texts) {
    assert.ok(widthOf(text) <= columns - 1, `${widthOf(text)} columns of \`${text}\` on ${shown()}`);
    assert.doesNotMatch(text, /\p{Cc}/u, shown());
  }
  if (caret !== null) {
    assert.ok(caret.line >= 0 && caret.line < lines.length, `caret in line ${caret.line} on ${shown()}`);
    assert.ok(caret.column >= 0 && caret.column < columns, `caret in column ${caret.column} on ${shown()}`);
  }
  if (menu === null) return;
  const { from, to, focus } = menu;
  assert.ok(from >= 0 && from < to && to <= lines.length, `menu from ${from} to ${to} on ${shown()}`);
  assert.ok(focus >= 0 && focus < to - from, `choice ${focus} of a menu of ${to - from} on ${shown()}`);
}
