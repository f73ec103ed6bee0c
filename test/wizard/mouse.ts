import assert from 'node:assert/strict';
import { MouseFilter } from '../../src/wizard/tui/mouse-reports.js';
import { Pointer } from '../../src/wizard/tui/pointer.js';
import type { Driver } from './driver.js';

/** What a terminal sends of the left button: pressed at one cell and released there or at another, counted from 0. */
export function clickBytes(at: Cell, to: Cell = at): string {
  const place = ({ column, line }: Cell) => `${column + 1};${line + 1}`;
  return `\x1b[<0;${place(at)}M\x1b[<0;${place(to)}m`;
}

/** Steps of the wheel, down where they are positive. */
export function wheelBytes(by: number): string {
  return `\x1b[<${by > 0 ? 65 : 64};3;3M`.repeat(Math.abs(by));
}

export interface Cell {
  column: number;
  line: number;
}

/** Where a text begins on the screen. */
export function cellOf(lines: readonly string[], part: string | RegExp): Cell {
  for (const [line, text] of lines.entries()) {
    const column = typeof part === 'string' ? text.indexOf(part) : text.search(part);
    if (column >= 0) return { column, line };
  }
  throw new Error(`no line has ${part}:\n${lines.join('\n')}`);
}

/** Hands over the bytes of the mouse; each report meets the screen that is drawn then. */
export function moveMouse(driver: Driver, bytes: string): Driver {
  const pointer = new Pointer();
  for (const part of new MouseFilter().read(bytes)) {
    assert.ok(typeof part !== 'string', `typed: ${JSON.stringify(part)}`);
    const event = pointer.eventOf(part, driver.frame());
    if (event !== null) driver.send(event);
  }
  return driver;
}

/** Clicks on a text that is on the screen. */
export function click(driver: Driver, part: string | RegExp): Driver {
  return moveMouse(driver, clickBytes(cellOf(driver.lines(), part)));
}

export function wheel(driver: Driver, by: number): Driver {
  return moveMouse(driver, wheelBytes(by));
}
