import type { Command } from './key-table.js';
import type { ScrollLimit } from './state.js';

/** What a click on a place of the screen means. */
export type Target =
  /** A row of the list or the form that takes the keys. */
  | { kind: 'row'; row: number }
  /** What a key of the footer does. */
  | { kind: 'key'; command: Command };

/** A click, with what was drawn then: what takes the keys may be something else by now. */
export interface Press {
  of: ScrollLimit['of'];
  target: Target;
}
