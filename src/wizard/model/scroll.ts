import type { Command } from './key-table.js';
import type { ScrollLimit, WizardState } from './state.js';

/** Rows that a page jumps. */
export const pageRows = 10;

/** Where the pointer of a list of `count` entries stands after a command. */
export function movedBy(index: number, command: Command, count: number): number {
  const by: Partial<Record<Command, number>> = {
    ...{ up: -1, down: 1, 'page-up': -pageRows, 'page-down': pageRows },
    ...{ first: -count, last: count },
  };
  return Math.max(0, Math.min(index + (by[command] ?? 0), count - 1));
}

/** Takes over what the view reports of the frame that it has drawn. */
export function withScrollLimit(state: WizardState, scrollLimit: ScrollLimit): WizardState {
  const { of, last } = scrollLimit;
  const isKnown = state.scrollLimit?.of === of && state.scrollLimit.last === last;
  const { overlay, screen } = state;
  const limited = isKnown ? state : { ...state, scrollLimit };
  if (scrolledNow(state) !== of) return limited;
  if (overlay !== null) {
    const isBeyond = 'top' in overlay && overlay.top > last;
    return isBeyond ? { ...limited, overlay: { ...overlay, top: last } } : limited;
  }
  const isBeyond = (state.focus[screen] ?? 0) > last;
  return isBeyond ? { ...limited, focus: { ...state.focus, [screen]: last } } : limited;
}

/**
 * The last row of what takes the keys. Until it was drawn for the first time nobody knows it: then every row is taken,
 * the view draws the end, and its report puts the row right.
 */
export function lastRow(state: WizardState): number {
  const { scrollLimit } = state;
  return scrollLimit?.of === scrolledNow(state) ? scrollLimit.last : Number.POSITIVE_INFINITY;
}

/** What keys that scroll move now. */
export function scrolledNow({ overlay, screen }: WizardState): ScrollLimit['of'] {
  return overlay?.kind ?? screen;
}
