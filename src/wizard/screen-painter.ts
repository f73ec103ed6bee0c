/** Where the caret of an input field stands, in cells of the terminal from 0. */
export interface CaretPlace {
  column: number;
  line: number;
}

const [beginUpdate, endUpdate] = ['\u001B[?2026h', '\u001B[?2026l'];
const [hideCursor, showCursor] = ['\u001B[?25l', '\u001B[?25h'];
const eraseToEnd = '\u001B[K';
const eraseBelow = '\u001B[J';
const clearScreen = '\u001B[2J';

/**
 * Draws whole frames on the alternate screen: only lines that differ from the frame before, each at its place, in one
 * synchronised update. Ink 6.8 can do the same (`incrementalRendering`), but returns to the second line instead of
 * the first when a frame is lower than the terminal, and leaves a line of the old frame with each new one.
 */
export class ScreenPainter {
  #drawn: readonly string[] = [];
  #caret: CaretPlace | null = null;
  #isFresh = true;

  /** Forgets what is drawn: the terminal may have moved it about. */
  forget(): void {
    this.#isFresh = true;
  }

  /** What is to be written so that the frame is to be seen; empty when it is already. */
  paint(frame: string, caret: CaretPlace | null): string {
    const lines = frame.split('\n');
    const before = this.#isFresh ? [] : this.#drawn;
    const changed = lines.flatMap((line, row) =>
      line === before[row] ? [] : [`${at(row, 0)}${line}${eraseToEnd}`],
    );
    const shorter = before.length > lines.length ? [at(lines.length, 0) + eraseBelow] : [];
    const isMoved = caret?.line !== this.#caret?.line || caret?.column !== this.#caret?.column;
    if (!this.#isFresh && changed.length + shorter.length === 0 && !isMoved) return '';
    const cursor = caret === null ? '' : at(caret.line, caret.column) + showCursor;
    const painted = [
      beginUpdate,
      hideCursor,
      ...(this.#isFresh ? [clearScreen] : []),
      ...changed,
      ...shorter,
      cursor,
      endUpdate,
    ].join('');
    this.#drawn = lines;
    this.#caret = caret;
    this.#isFresh = false;
    return painted;
  }
}

/** Moves the cursor; rows and columns count from 0. */
function at(row: number, column: number): string {
  return `\u001B[${row + 1};${column + 1}H`;
}
