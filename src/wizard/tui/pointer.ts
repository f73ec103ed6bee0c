import type { WizardEvent } from '../model/events.js';
import type { MouseReport } from './mouse-reports.js';
import type { Frame } from './view/frame.js';
import type { Spot } from './view/lines.js';

type Place = Pick<Spot, 'line'> & { column: number };

/** Makes clicks of what the mouse reports, on the frame that is to be seen. */
export class Pointer {
  #down: Place | null = null;

  /**
   * A click counts when the button is released where it was pressed: who draws the mouse over the screen wants to select
   * text, and is told how.
   * @returns null: nothing is to come of it
   */
  eventOf(report: MouseReport, { spots, of }: Pick<Frame, 'spots' | 'of'>): WizardEvent | null {
    if (report.kind === 'wheel') return { type: 'scroll', by: report.by };
    if (report.kind === 'down') {
      this.#down = report;
      return null;
    }
    const down = this.#down;
    this.#down = null;
    if (down === null) return null;
    if (down.line !== report.line || Math.abs(down.column - report.column) > 1) return { type: 'dragged' };
    const spot = spotAt(spots, report);
    return spot === undefined ? null : { type: 'press', of, target: spot.target };
  }
}

function spotAt(spots: readonly Spot[], { line, column }: Place): Spot | undefined {
  return spots.find((one) => one.line === line && column >= one.from && column < one.to);
}
