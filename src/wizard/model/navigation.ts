import { t } from '../../base/language/texts.js';
import { focusedField, leaveField, textOfField } from './edit-form.js';
import { blockingError, firstBlockedScreen } from './screen-findings.js';
import { ask, type ScreenId, screenIds, steps, type WizardState } from './state.js';

/** Shows a screen, with the focus where it was there last. */
export function goTo(state: WizardState, screen: ScreenId): WizardState {
  const there = { ...leaveField(state), screen, isVisit: false, query: null, overlay: null, typing: null };
  const field = focusedField(there);
  const focused = { ...there, caret: field === null ? 0 : textOfField(there, field).length };
  // The names may be others for another release, and nothing is fetched twice for the same one.
  const wantsPackages = ['packages', 'sizes', 'review'].includes(screen);
  if (!wantsPackages) return focused;
  const looked = screen === 'review' ? lookAtFolder(focused) : focused;
  return ask(looked, { type: 'look-for-packages', spec: looked.spec });
}

/**
 * The screen that follows, or the review if that opened this one, unless something here is wrong: then the field that
 * is.
 */
export function goNext(state: WizardState): WizardState {
  const left = leaveField(state);
  const index = steps.indexOf(left.screen as (typeof steps)[number]);
  const error = blockingError(left, left.screen);
  if (error !== null) return showFinding(left, left.screen, error);
  if (left.isVisit) return goTo(left, 'review');
  const next = steps[index + 1];
  return next === undefined ? left : goTo(left, next);
}

function lookAtFolder(state: WizardState): WizardState {
  return ask(state, { type: 'look-at-folder', spec: state.spec });
}

export function goBack(state: WizardState): WizardState {
  // What the screens say is what was built, or is still to be.
  if (state.screen === 'result') return goTo(state, state.ran?.spec == null ? 'start' : 'review');
  if (state.isVisit) return goTo(state, 'review');
  const before = screenIds[screenIds.indexOf(state.screen) - 1];
  return before === undefined ? state : goTo(state, before);
}

/** Builds what the screens say, or goes to what is still wrong. */
export function build(state: WizardState): WizardState {
  const left = leaveField(state);
  const screen = firstBlockedScreen(left);
  if (screen !== null) {
    const error = blockingError(left, screen);
    if (error !== null) return showFinding(left, screen, error);
  }
  if (left.requests.some(({ type }) => type === 'hash-password')) {
    return { ...left, notice: { level: 'info', text: t`A password is still being hashed.` } };
  }
  return ask(left, { type: 'run', spec: left.spec, relock: false });
}

/** Goes to the field that a finding is about, and says it; from the review it is a visit. */
export function showFinding(
  state: WizardState,
  screen: ScreenId,
  { finding, row }: NonNullable<ReturnType<typeof blockingError>>,
): WizardState {
  const there =
    screen === state.screen
      ? state
      : { ...goTo(state, screen), isVisit: ['review', 'result'].includes(state.screen) };
  const focus = row === null ? there.focus : { ...there.focus, [screen]: row };
  const focused = { ...there, focus };
  const field = focusedField(focused);
  // What is wrong may be in the folder, and may have been corrected there.
  return {
    ...lookAtFolder(focused),
    caret: field === null ? 0 : textOfField(focused, field).length,
    notice: { level: finding.level, text: `${finding.message} ${finding.remedy}`.trim() },
  };
}
