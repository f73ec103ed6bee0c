import type { Finding } from '../../base/finding.js';
import { reviewFindings } from './screen-findings.js';
import { reviewRows, type ScreenId, type WizardState } from './state.js';

/** One row of the review that can have the focus. */
export type ReviewItem =
  | { kind: 'build' }
  | { kind: 'screen'; screen: ScreenId }
  | { kind: 'finding'; finding: Finding };

/** The rows of the review: to build it, what was chosen on each screen, and what is wrong or doubtful. */
export function reviewItems(state: WizardState): ReviewItem[] {
  return [
    { kind: 'build' },
    ...reviewRows.map((screen) => ({ kind: 'screen' as const, screen })),
    ...reviewFindings(state).map((finding) => ({ kind: 'finding' as const, finding })),
  ];
}

/** The row with the focus, or null: the text below them is being read. */
export function focusedItem(state: WizardState): ReviewItem | null {
  return reviewItems(state)[state.focus.review ?? 0] ?? null;
}
