import { isWithin } from '../../base/field-path.js';
import type { Finding } from '../../base/finding.js';
import { allFindings } from './context-findings.js';
import { type Field, isFinding } from './fields.js';
import { screens } from './screens/index.js';
import { type ScreenId, steps, type WizardState } from './state.js';

/** The fields of a screen as they are to be seen now. */
export function fieldsOf(state: WizardState, screen: ScreenId = state.screen): readonly Field[] {
  return screens[screen].fields(state);
}

/** What is wrong or doubtful with a field: what was typed first, then what the whole spec says of it. */
export function findingsOf(state: WizardState, field: Field): Finding[] {
  const typed = state.texts[field.id];
  const problem = typed === undefined || field.kind === 'secret' ? null : field.write(state.spec, typed);
  if (problem !== null && isFinding(problem)) return [problem];
  const own = allFindings(state).filter(({ path }) => field.paths.some((above) => isWithin(path, above)));
  return [...own].sort((a, b) => Number(b.level === 'error') - Number(a.level === 'error'));
}

/** Everything that is wrong or doubtful on a screen; those of one finding twice are told once. */
export function screenFindings(state: WizardState, screen: ScreenId): Finding[] {
  const { paths } = screens[screen];
  const typed = fieldsOf(state, screen).flatMap((field) =>
    findingsOf(state, field).filter((finding) => !allFindings(state).includes(finding)),
  );
  const whole = allFindings(state).filter(({ path }) => paths.some((above) => isWithin(path, above)));
  return [...typed, ...whole];
}

/** The first error that keeps a screen from being left forwards, and the row of the field that has it. */
export function blockingError(
  state: WizardState,
  screen: ScreenId,
): { finding: Finding; row: number | null } | null {
  const finding = screenFindings(state, screen).find(({ level }) => level === 'error');
  return finding === undefined ? null : { finding, row: rowOf(state, screen, finding) };
}

/** The screen that answers for a finding, and the row of its field; null: no screen does. */
export function screenOf(
  state: WizardState,
  finding: Finding,
): { screen: ScreenId; row: number | null } | null {
  const screen = steps.find((one) => screenFindings(state, one).includes(finding));
  return screen === undefined ? null : { screen, row: rowOf(state, screen, finding) };
}

/** Row of the field that a finding on a screen is about; null: it is about the screen as a whole. */
function rowOf(state: WizardState, screen: ScreenId, finding: Finding): number | null {
  const row = fieldsOf(state, screen).findIndex((field) => findingsOf(state, field).includes(finding));
  return row >= 0 ? row : rowOfPath(state, screen, finding.path);
}

/** Row of the field that answers for a path of the spec; null: none on that screen does. */
export function rowOfPath(state: WizardState, screen: ScreenId, path: string): number | null {
  const row = fieldsOf(state, screen).findIndex(({ paths }) => paths.some((above) => isWithin(path, above)));
  return row < 0 ? null : row;
}

/** The first screen that cannot be left as it is, or null. */
export function firstBlockedScreen(state: WizardState): ScreenId | null {
  return steps.find((screen) => blockingError(state, screen) !== null) ?? null;
}

/**
 * All that the review tells: what is wrong or doubtful on a screen, and in files of the folder that no screen has; errors
 * first.
 */
export function reviewFindings(state: WizardState): Finding[] {
  const all = new Set([...steps.flatMap((screen) => screenFindings(state, screen)), ...allFindings(state)]);
  return [...all].sort((a, b) => Number(b.level === 'error') - Number(a.level === 'error'));
}
