import { t } from '../../base/language/texts.js';
import { specFindings } from './spec-findings.js';
import { type Snapshot, secretText, type WizardState } from './state.js';

/** Steps that can be taken back. */
const longest = 200;

/** Remembers how things stood before a change; what was taken back before is forgotten. */
export function remember(before: WizardState, after: WizardState): WizardState {
  return { ...after, past: [...before.past, snapshot(before)].slice(-longest), future: [], unsaved: true };
}

/** Takes the last change back. */
export function undo(state: WizardState): WizardState {
  const last = state.past.at(-1);
  if (last === undefined) return { ...state, notice: { level: 'info', text: t`Nothing to undo.` } };
  return {
    ...restore(state, last),
    past: state.past.slice(0, -1),
    future: [snapshot(state), ...state.future],
    notice: { level: 'info', text: t`Undone.`, keys: t`Ctrl-Y redoes it.` },
  };
}

/** Makes a change again that was taken back. */
export function redo(state: WizardState): WizardState {
  const [first, ...rest] = state.future;
  if (first === undefined) return { ...state, notice: { level: 'info', text: t`Nothing to redo.` } };
  return {
    ...restore(state, first),
    past: [...state.past, snapshot(state)],
    future: rest,
    notice: { level: 'info', text: t`Redone.` },
  };
}

function snapshot(state: WizardState): Snapshot {
  const { spec, texts, screen, focus, isOfFolder, origin } = state;
  const { [secretText]: _, ...shown } = texts;
  return { spec, texts: shown, screen, focus, isOfFolder, origin };
}

function restore(state: WizardState, snapshot: Snapshot): WizardState {
  const findings = specFindings(snapshot.spec, state.today);
  // What was changed there is seen; from the review one wants to come back to it.
  const isVisit = snapshot.screen !== 'review' && (state.isVisit || state.screen === 'review');
  return {
    ...state,
    ...snapshot,
    isVisit,
    findings,
    typing: null,
    showsSecret: false,
    query: null,
    overlay: null,
    unsaved: true,
  };
}
