import { goTo, showFinding } from './navigation.js';
import type { ReviewItem } from './review-items.js';
import { screenOf } from './screen-findings.js';
import type { WizardState } from './state.js';

/** Goes to what a row of the review is about; Enter and Escape lead back from there. */
export function openItem(state: WizardState, item: ReviewItem): WizardState {
  switch (item.kind) {
    case 'build':
      return state;
    case 'screen':
      return { ...goTo(state, item.screen), isVisit: true };
    case 'finding': {
      const { finding } = item;
      const place = screenOf(state, finding);
      // Of a file of the folder, which no screen has.
      if (place === null) {
        return { ...state, notice: { level: finding.level, text: `${finding.message} ${finding.remedy}` } };
      }
      return showFinding(state, place.screen, { finding, row: place.row });
    }
  }
}
