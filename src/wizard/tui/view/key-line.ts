import { t, translated, translatedHint } from '../../../base/language/texts.js';
import { hasLastingName } from '../../model/disk-choice.js';
import { focusedField } from '../../model/edit-form.js';
import { flashFile, rawImageOf } from '../../model/flash-choice.js';
import { type Binding, bindingsOf, type Command, keyContext } from '../../model/key-table.js';
import { packageRows } from '../../model/package-rows.js';
import { logOf, wayOutOf } from '../../model/result-text.js';
import { findingsOf, screenFindings } from '../../model/screen-findings.js';
import { hasImage, hasUnfinished } from '../../model/screens/start.js';
import type { WizardState } from '../../model/state.js';
import { type Line, lineWidth, type Segment, type Spot, seg } from './lines.js';

/** The keys that do something now, as many as fit; the one for the help, which has them all, in any case. */
export function keyLine(state: WizardState, width: number): { line: Line; spots: Omit<Spot, 'line'>[] } {
  const usable = usableKeys(state);
  const pieces = usable.map(({ shown, hint }) => [seg(shown, 'strong'), seg(` ${hint}`, 'plain')]);
  const help = usable.findIndex(({ command }) => command === 'help');
  const reserved = help < 0 ? 0 : lineWidth(pieces[help] ?? []) + gap.length;
  const line: Segment[] = [];
  const spots: Omit<Spot, 'line'>[] = [];
  let isFull = false;
  for (const [index, whole] of pieces.entries()) {
    const between = line.length === 0 ? [] : [seg(gap)];
    const room = index < help ? width - reserved : width;
    const fits = lineWidth([...line, ...between, ...whole]) <= room;
    // Nothing else tells of these keys; the help says what they do.
    const isBare = !fits && !isFull && bareCommands.includes(usable[index]?.command ?? 'help');
    const piece = isBare ? whole.slice(0, 1) : whole;
    if (index !== help && (isFull || lineWidth([...line, ...between, ...piece]) > room)) isFull = true;
    else {
      line.push(...between, ...piece);
      const to = lineWidth(line);
      const { command } = usable[index] as Binding;
      spots.push({ from: to - lineWidth(piece), to, target: { kind: 'key', command } });
    }
  }
  return { line, spots };
}

const gap = '  ';

/** Commands whose key stands in a narrow footer without a word. */
const bareCommands: readonly Command[] = ['fix', 'pick', 'reveal'];

/** Bindings of the footer, without those that have nothing to do as things stand. */
function usableKeys(state: WizardState): Binding[] {
  return bindingsOf(keyContext(state))
    .filter((binding) => binding.footer === true && hasWork(binding, state))
    .map((binding) => ({ ...binding, hint: hintNow(binding, state) }));
}

/** What a key does as things stand, where that is not always the same. */
function hintNow({ command, hint }: Binding, state: WizardState): string {
  if (command === 'next' && state.isVisit) return t`to the review`;
  // The key does not build what stands beside it as begun.
  if (command === 'rebuild' && state.screen === 'start' && hasUnfinished(state)) return t`rebuild the files`;
  const picking = command === 'pick' ? focusedField(state)?.pick?.hint : undefined;
  return picking === undefined ? translatedHint(hint) : translated(picking);
}

function hasWork({ command }: Binding, state: WizardState): boolean {
  switch (command) {
    case 'fix':
      return state.screen === 'result' ? wayOutOf(state) !== null : canBeMended(state);
    case 'naming':
      return state.overlay?.kind === 'pick' && hasLastingName(state.overlay);
    case 'pick':
      return focusedField(state)?.pick !== undefined;
    case 'rebuild':
      return state.screen !== 'start' || hasImage(state);
    case 'back':
      // Enter leads there too.
      return !state.isVisit;
    case 'toggle':
      return keyContext(state) !== 'packages' || packageRows(state).length > 0;
    case 'locked':
      return state.packages.why.size > 0;
    case 'edit':
      return state.result?.kind === 'failed';
    case 'log':
      return logOf(state) !== null;
    case 'retry':
      return state.packages.state === 'failed';
    case 'again':
      return state.overlay?.kind !== 'log' || state.overlay.sought !== '';
    case 'flash':
      return flashFile(state) !== null;
    case 'powercut':
      return rawImageOf(state) !== null;
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
