import type { Failure } from '../../base/failure.js';
import { isWithin } from '../../base/field-path.js';
import { sentences } from '../../base/language/texts.js';
import { goTo, showFinding } from './navigation.js';
import { rowOfPath } from './screen-findings.js';
import { screens } from './screens/index.js';
import { type ScreenId, steps, type WizardState } from './state.js';

interface Place {
  screen: ScreenId;
  row: number | null;
}

/** Goes to the field or package that a failed run is about; to the review where it names none. */
export function showFailure(state: WizardState, failure: Failure): WizardState {
  const { what, remedy = '', findings = [] } = failure.facts;
  const place = placeOfFailure(state, failure);
  if (place === null) {
    return { ...goTo(state, 'review'), notice: { level: 'error', text: sentences(what, remedy) } };
  }
  const finding = findings.find(({ level }) => level === 'error');
  const told = finding ?? { level: 'error' as const, path: '', message: what, remedy };
  return showFinding(state, place.screen, { finding: told, row: place.row });
}

function placeOfFailure(state: WizardState, { facts }: Failure): Place | null {
  const { findings = [], where = '' } = facts;
  const paths = findings.flatMap(({ level, path }) => (level === 'error' ? [path] : []));
  for (const path of [...paths, where]) {
    const place = placeOfPath(state, path, facts.what);
    if (place !== null) return place;
  }
  return null;
}

/** @param text what is said of it, which names the package */
function placeOfPath(state: WizardState, path: string, text: string): Place | null {
  const inList = /^packages(?:\.list(?::\d+)?|\[(\d+)\])?$/.exec(path);
  if (inList !== null) return { screen: 'packages', row: rowOfPackage(state, inList[1], text) };
  const screen = steps.find((one) => screens[one].paths.some((above) => isWithin(path, above)));
  return screen === undefined ? null : { screen, row: rowOfPath(state, screen, path) };
}

/** Lines of packages.list have comments between them, so a package is known by its name. */
function rowOfPackage({ spec }: WizardState, index: string | undefined, text: string): number | null {
  const names = spec.packages ?? [];
  for (const [, quoted = ''] of text.matchAll(/`([^`]+)`/g)) {
    const row = names.indexOf(quoted);
    if (row >= 0) return row;
  }
  return index === undefined || Number(index) >= names.length ? null : Number(index);
}
