import { keyContext } from '../key-table.js';
import type { WizardState } from '../state.js';
import { choiceBody } from './choice-body.js';
import { doctorBody } from './doctor-body.js';
import { formBody } from './form-body.js';
import { helpBody } from './help-body.js';
import type { Body } from './lines.js';
import { overlayBody } from './overlay-body.js';
import { packagesBody } from './packages-body.js';
import { resultBody } from './result-body.js';
import { reviewBody } from './review-body.js';
import { sizesBody } from './sizes-body.js';
import { startBody } from './start-body.js';
import type { Symbols } from './symbols.js';

/** What stands between header and footer. */
export function bodyOf(state: WizardState, width: number, symbols: Symbols): Body {
  if (state.overlay?.kind === 'help') return helpBody(state, state.overlay.top, width);
  if (state.overlay?.kind === 'doctor') return doctorBody(state, state.overlay.top, width);
  if (state.overlay !== null) return overlayBody(state, state.overlay, width, symbols);
  switch (keyContext({ ...state, query: null })) {
    case 'start':
      return startBody(state, width, symbols);
    case 'choice':
      return choiceBody(state, width, symbols);
    case 'packages':
      return packagesBody(state, width, symbols);
    case 'sizes':
      return sizesBody(state, width, symbols);
    case 'review':
      return reviewBody(state, width, symbols);
    case 'result':
      return resultBody(state, width, symbols);
    default:
      return formBody(state, width, symbols);
  }
}
