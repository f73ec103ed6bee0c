import { t } from '../../../base/language/texts.js';
import { focusedField } from '../edit-form.js';
import type { WizardState } from '../state.js';
import { atEnd } from '../text-edit.js';
import { openKeys } from './pick-keys.js';
import { openList } from './pick-value.js';

/** Opens what the focused field can be picked from. */
export function openPick(state: WizardState): WizardState {
  const pick = focusedField(state)?.pick;
  switch (pick?.kind) {
    case 'list':
      return openList(state, pick);
    case 'keys':
      return openKeys(state);
    case 'disks':
      return { ...state, overlay: { kind: 'disks', source: atEnd('') } };
    default:
      return { ...state, notice: { level: 'info', text: t`There is nothing to pick from for this field.` } };
  }
}
