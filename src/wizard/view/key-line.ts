import { focusedField } from '../edit-form.js';
import { type Binding, bindingsOf, keyContext } from '../key-table.js';
import { packageRows } from '../package-rows.js';
import { wayOutOf } from '../run/result-text.js';
import { findingsOf, screenFindings } from '../screen-findings.js';
import { hasImage } from '../screens/start.js';
import { reviewRows, type WizardState } from '../state.js';
import { type Line, lineWidth, type Segment, seg } from './lines.js';

/** The keys that do something now, as many as fit; the one for the help, which has them all, in any case. */
export function keyLine(state: WizardState, width: number): Line {
  const usable = usableKeys(state);
  const pieces = usable.map(({ shown, hint }) => [seg(shown, 'strong'), seg(` ${hint}`, 'dim')]);
  const help = usable.findIndex(({ command }) => command === 'help');
  const reserved = help < 0 ? 0 : lineWidth(pieces[help] ?? []) + gap.length;
  const line: Segment[] = [];
  let isFull = false;
  for (const [index, piece] of pieces.entries()) {
    const between = line.length === 0 ? [] : [seg(gap)];
    const room = index < help ? width - reserved : width;
    if (index !== help && (isFull || lineWidth([...line, ...between, ...piece]) > room)) isFull = true;
    else line.push(...between, ...piece);
  }
  return line;
}

const gap = '  ';

/** Bindings of the footer, without those that have nothing to do as things stand. */
function usableKeys(state: WizardState): Binding[] {
  return bindingsOf(keyContext(state)).filter(
    (binding) => binding.footer === true && hasWork(binding, state),
  );
}

function hasWork({ command }: Binding, state: WizardState): boolean {
  switch (command) {
    case 'fix':
      return state.screen === 'result' ? wayOutOf(state) !== null : canBeMended(state);
    case 'rebuild':
      return state.screen !== 'start' || hasImage(state);
    case 'right':
      return state.screen !== 'review' || (state.focus.review ?? 0) < reviewRows.length;
    case 'toggle':
      return keyContext(state) !== 'packages' || packageRows(state).length > 0;
    case 'locked':
      return state.packages.why.size > 0;
    case 'boot':
    case 'open':
      return state.result?.kind === 'done';
    case 'install':
      return state.doctor?.install != null;
    default:
      return true;
  }
}

function canBeMended(state: WizardState): boolean {
  if (state.screen === 'packages') {
    const row = packageRows(state)[state.focus.packages ?? 0];
    if (row?.nearest != null) return true;
  }
  const field = focusedField(state);
  const findings = [
    ...(field === null ? [] : findingsOf(state, field)),
    ...screenFindings(state, state.screen),
  ];
  return findings.some(({ fix }) => fix !== undefined);
}
