import { cellsOf, type DrawnCell } from './cells.js';

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
/** Cells that are written again rather than stepped over: moving the cursor takes as many bytes. */
const shortestStep = 6;

/**
 * Draws whole frames on the alternate screen: only cells that differ from the frame before, in one synchronised
 * update, so that a slow line (a serial console, SSH from afar) keeps up with the keys. Ink 6.8 can leave out equal
 * lines (`incrementalRendering`), but returns to the second line instead of the first when a frame is lower than the
 * terminal, and leaves a line of the old frame with each new one.
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
      line === before[row] ? [] : [lineChange(row, before[row] ?? '', line)],
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

/** Makes one line of another; begins and ends with the terminal's own look. */
function lineChange(row: number, from: string, to: string): string {
  const old = cellsOf(from);
  const cells = cellsOf(to);
  const end = endOfContent(cells);
  let written = '';
  let look = '';
  // Where the cursor stands; null: elsewhere.
  let cursor: number | null = null;
  for (let column = nextChange(old, cells, 0, end); column < end; ) {
    if (cursor === null) written += at(row, column);
    else if (column - cursor >= shortestStep) written += `\u001B[${column - cursor}C`;
    else column = cursor;
    const next = runEnd(old, cells, column, end);
    for (const cell of cells.slice(column, next)) {
      if (cell.look !== look) written += lookChange(look, cell.look);
      look = cell.look;
      written += cell.text;
    }
    cursor = next;
    column = nextChange(old, cells, next, end);
  }
  if (look !== '') written += lookChange(look, '');
  if (endOfContent(old) <= end) return written;
  return `${written}${cursor === end ? '' : at(row, end)}${eraseToEnd}`;
}

/** The end of a run of cells that differ; a wide character is not cut. */
function runEnd(old: readonly DrawnCell[], cells: readonly DrawnCell[], from: number, end: number): number {
  let column = from + 1;
  while (column < end && (!isSame(old[column], cells[column]) || cells[column]?.text === '')) column += 1;
  return column;
}

function nextChange(
  old: readonly DrawnCell[],
  cells: readonly DrawnCell[],
  from: number,
  end: number,
): number {
  let column = from;
  while (column < end && isSame(old[column], cells[column])) column += 1;
  return column;
}

/** What no cell was drawn for is blank. */
function isSame(a: DrawnCell | undefined, b: DrawnCell | undefined): boolean {
  return (a?.text ?? ' ') === (b?.text ?? ' ') && (a?.look ?? '') === (b?.look ?? '');
}

function endOfContent(cells: readonly DrawnCell[]): number {
  let end = cells.length;
  while (end > 0 && cells[end - 1]?.text === ' ' && cells[end - 1]?.look === '') end -= 1;
  return end;
}

/** From one look to another in as few bytes as it takes. */
function lookChange(from: string, to: string): string {
  const parameters = to.replaceAll(',', ';');
  if (from === '' || parameters === '') return `\u001B[${parameters}m`;
  return `\u001B[;${parameters}m`;
}

/** Moves the cursor; rows and columns count from 0. */
function at(row: number, column: number): string {
  return column === 0 ? `\u001B[${row + 1}H` : `\u001B[${row + 1};${column + 1}H`;
}
