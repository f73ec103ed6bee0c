/**
 * @file
 * Draws the frames that Ink makes, in place of Ink's own writer. Two reasons, both for Ink 6.8.0, the last version for
 * Node.js 20:
 *
 * - `incrementalRendering` returns to the second line of the frame before instead of the first where a frame is lower
 *   than the terminal, so that 272 of 273 frames came out wrong (`screen-painter.test.ts` shows it with two; once that
 *   test fails, measure again). Where a frame is as high as the terminal, Ink clears the screen for each one.
 * - It writes each line whole that differs anywhere. Over 273 frames at 80x24, a walk through the screens and searches
 *   among 5,000 packages, it wrote 2,131 bytes a key at the median and 2,649 at most; without it Ink wrote 2,777 and
 *   3,039. The cells that differ took 812 and 1,880. A slow line (a serial console, SSH from afar) has to keep up with
 *   the keys.
 */
import { Writable } from 'node:stream';
import { graphemesOf, textWidth } from '../../base/text/width.js';

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

/** Writes whole frames as the cells that differ from the frame before, each frame in one synchronised update. */
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

/** One place of a drawn line; behind a wide character stands one with an empty text. */
interface DrawnCell {
  text: string;
  /** Parameters of its look in the order in which they were set (ECMA-48, SGR): `2`, `36,1`; empty for plain text. */
  look: string;
}

// A look, or what stands between two of them.
const pieces = /\u001b\[([0-9;]*)m|[^\u001b]+/g;

/** The cells of a line as Ink draws it: text and looks, and no other sequences. */
function cellsOf(line: string): DrawnCell[] {
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

/**
 * The terminal as Ink sees it: of the same size, but what is written to it is a whole frame, which is handed on
 * instead.
 */
export class FrameStream extends Writable {
  readonly isTTY = true;
  readonly #terminal: NodeJS.WriteStream;
  readonly #onFrame: (frame: string) => void;

  constructor(terminal: NodeJS.WriteStream, onFrame: (frame: string) => void) {
    super({ decodeStrings: false });
    this.#terminal = terminal;
    this.#onFrame = onFrame;
  }

  get columns(): number {
    return this.#terminal.columns;
  }

  get rows(): number {
    return this.#terminal.rows;
  }

  override _write(frame: string | Buffer, _encoding: string, done: () => void): void {
    const drawn = frame.toString();
    // At its end Ink writes nothing, to hear when all was written.
    if (drawn !== '') this.#onFrame(drawn);
    done();
  }
}
