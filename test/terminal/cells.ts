import type { IBufferCell, Terminal } from '@xterm/headless';

/** The terminal's own colour (null), one of the 256 of the palette, or `#rrggbb`. */
export type CellColour = number | string | null;

/** One place on the screen. */
export interface Cell {
  /** A character with what is combined with it; empty behind a wide one. */
  text: string;
  /** Columns: 2 for a wide character, 0 for the place behind it. */
  width: number;
  foreground: CellColour;
  background: CellColour;
  bold: boolean;
  dim: boolean;
  italic: boolean;
  underline: boolean;
  inverse: boolean;
}

/** The visible screen, row by row. */
export function readCells(terminal: Terminal): Cell[][] {
  const buffer = terminal.buffer.active;
  return Array.from({ length: terminal.rows }, (_row, row) => {
    const line = buffer.getLine(buffer.baseY + row);
    return Array.from({ length: terminal.cols }, (_column, column) => {
      const cell = line?.getCell(column);
      return cell === undefined ? emptyCell : readCell(cell);
    });
  });
}

/** The visible screen as text, row by row, without blanks at the end. */
export function readLines(terminal: Terminal): string[] {
  const buffer = terminal.buffer.active;
  return Array.from(
    { length: terminal.rows },
    (_row, row) => buffer.getLine(buffer.baseY + row)?.translateToString(true) ?? '',
  );
}

/** Whether two cells look the same but for their text. */
export function sameLook(a: Cell, b: Cell): boolean {
  return (
    a.foreground === b.foreground &&
    a.background === b.background &&
    a.bold === b.bold &&
    a.dim === b.dim &&
    a.italic === b.italic &&
    a.underline === b.underline &&
    a.inverse === b.inverse
  );
}

const emptyCell: Cell = {
  text: ' ',
  width: 1,
  foreground: null,
  background: null,
  bold: false,
  dim: false,
  italic: false,
  underline: false,
  inverse: false,
};

function readCell(cell: IBufferCell): Cell {
  return {
    text: cell.getWidth() === 0 ? '' : cell.getChars() || ' ',
    width: cell.getWidth(),
    foreground: colour(cell.isFgRGB(), cell.isFgPalette(), cell.getFgColor()),
    background: colour(cell.isBgRGB(), cell.isBgPalette(), cell.getBgColor()),
    bold: cell.isBold() !== 0,
    dim: cell.isDim() !== 0,
    italic: cell.isItalic() !== 0,
    underline: cell.isUnderline() !== 0,
    inverse: cell.isInverse() !== 0,
  };
}

function colour(rgb: boolean, palette: boolean, value: number): CellColour {
  if (rgb) return `#${value.toString(16).padStart(6, '0')}`;
  return palette ? value : null;
}
