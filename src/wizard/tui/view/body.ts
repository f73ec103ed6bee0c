import type { ScreenId, WizardState } from '../../model/state.js';
import { choiceBody } from './choice-body.js';
import { commandBody } from './command-body.js';
import { doctorBody } from './doctor-body.js';
import { formBody } from './form-body.js';
import { helpBody } from './help-body.js';
import type { Body } from './lines.js';
import { logBody } from './log-body.js';
import { overlayBody } from './overlay-body.js';
import { packagesBody } from './packages-body.js';
import { resultBody } from './result-body.js';
import { reviewBody } from './review-body.js';
import { sizesBody } from './sizes-body.js';
import { startBody } from './start-body.js';
import type { Symbols } from './symbols.js';

type DrawBody = (state: WizardState, width: number, symbols: Symbols) => Body;

/** How the body of each screen is drawn. */
const bodies: Readonly<Record<ScreenId, DrawBody>> = {
  start: startBody,
  release: choiceBody,
  packages: packagesBody,
  disks: formBody,
  sizes: sizesBody,
  system: formBody,
  outputs: formBody,
  review: reviewBody,
  result: resultBody,
};

/** What stands between header and footer: the screen, or what lies over it. */
export function bodyOf(state: WizardState, width: number, symbols: Symbols): Body {
  const { overlay, screen } = state;
  if (overlay?.kind === 'help') return helpBody(state, overlay, width);
  if (overlay?.kind === 'command') return commandBody(state, overlay.top, width);
  if (overlay?.kind === 'doctor') return doctorBody(state, overlay.top, width);
  if (overlay?.kind === 'log') return logBody(overlay, width, state.size.rows);
  if (overlay !== null) return overlayBody(state, overlay, width, symbols);
  return bodies[screen](state, width, symbols);
}
