import xterm from '@xterm/headless';
import { type Cell, readCells, sameLook } from '../terminal/cells.js';
import type { Cast } from './cast.js';

/** What stands for less is half a screen, or is not seen. */
const seenMs = 50;

/** What a terminal showed from one moment on. */
export interface Frame {
  atMs: number;
  cells: Cell[][];
}

/**
 * The screens of a cast, none sooner than `leastMs` after the one before; the last one is what the cast ends with. What
 * looks like the screen before is left out.
 */
export async function framesOf(cast: Cast, leastMs: number): Promise<Frame[]> {
  const screen = new xterm.Terminal({ cols: cast.columns, rows: cast.rows, allowProposedApi: true });
  const frames: Frame[] = [];
  const take = (atMs: number) => {
    const cells = readCells(screen);
    const last = frames.at(-1);
    if (last === undefined || !looksSame(last.cells, cells)) frames.push({ atMs, cells });
  };
  for (const [index, event] of cast.events.entries()) {
    await new Promise<void>((resolve) => screen.write(event.text, resolve));
    const next = cast.events[index + 1];
    const stands = next === undefined || next.atMs - event.atMs >= seenMs;
    const isDue = event.atMs - (frames.at(-1)?.atMs ?? Number.NEGATIVE_INFINITY) >= leastMs;
    if (next === undefined || (isDue && stands)) take(event.atMs);
  }
  screen.dispose();
  return frames;
}

function looksSame(a: readonly (readonly Cell[])[], b: readonly (readonly Cell[])[]): boolean {
  return a.every((row, at) =>
    row.every((cell, column) => {
      const other = b[at]?.[column];
      return other !== undefined && cell.text === other.text && sameLook(cell, other);
    }),
  );
}
