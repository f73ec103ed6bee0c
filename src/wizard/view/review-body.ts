import { shellWords } from '../../spec/command-line.js';
import { planDisks } from '../../spec/partition-plan.js';
import { folderChanges } from '../folder-changes.js';
import { placeholderNote, reproduce } from '../reproduce.js';
import { firstBlockedScreen, reviewFindings, screenFindings } from '../screen-findings.js';
import { screens } from '../screens/index.js';
import { reviewRows, type WizardState } from '../state.js';
import { summaryOf } from '../summary.js';
import { wipeSentences } from '../wipe-sentences.js';
import { diskMap } from './disk-map.js';
import { findingLines } from './field-lines.js';
import { type Body, cutLine, type Line, padText, paragraph, seg } from './lines.js';
import { memoryLine } from './memory-line.js';
import { type Symbols, symbolsFor } from './symbols.js';

/** The whole spec, what it does to disks, what is new, and the command that does the same. */
export function reviewBody(state: WizardState, width: number, symbols: Symbols): Body {
  const focus = state.focus.review ?? 0;
  const labelWidth = 16;
  const rows = reviewRows.map((screen, index): Line => {
    const isFocused = index === focus;
    return cutLine(
      [
        seg(`${isFocused ? symbols.pointer : ' '} `, 'accent'),
        seg(padText(screens[screen].title, labelWidth), isFocused ? 'focus' : 'strong'),
        seg('  '),
        seg(summaryOf(state, screen)),
      ],
      width,
    );
  });
  const maps = planDisks(state.spec).disks.flatMap((disk) => diskMap(disk, width, symbols));
  const wipes = wipeSentences(state.spec).flatMap((text) =>
    paragraph(`${symbols.warning} ${text}`, width, 'warn'),
  );
  const image: Line = cutLine(memoryLine(state), width);
  const note = placeholderNote(state.spec);
  const whole: Line[] = [
    [],
    [seg('The command that does the same:', 'strong')],
    ...paragraph(shellWords(reproduce(state.spec)), width, 'dim'),
    ...(note === null ? [] : paragraph(note, width, 'plain')),
  ];
  const lines = [
    ...rows,
    [],
    ...wipes,
    ...maps,
    image,
    ...findings(state, width, symbols),
    ...parts(state, width),
    ...changes(state, width),
    ...whole,
  ];
  return {
    lines,
    focus: Math.min(focus, lines.length - 1),
    caret: null,
    foot: told(state, width, symbols),
  };
}

/** Lines that the review can be scrolled through, its rows included. */
export function reviewLineCount(state: WizardState): number {
  return reviewBody(state, state.size.columns - 1, symbolsFor({})).lines.length;
}

/** Errors first, then the warnings of all screens. */
function told(state: WizardState, width: number, symbols: Symbols): Line[] {
  const blocked = firstBlockedScreen(state);
  if (blocked !== null) {
    const [error] = screenFindings(state, blocked).filter(({ level }) => level === 'error');
    if (error !== undefined) return findingLines(error, width, symbols);
  }
  const [first, ...others] = reviewFindings(state);
  if (first === undefined) return [];
  const more = others.length === 0 ? [] : [[seg(`and ${others.length} more above`, 'dim')]];
  return [...findingLines(first, width, symbols), ...more];
}

/** All that is wrong or doubtful, where the foot has no room for it. */
function findings(state: WizardState, width: number, symbols: Symbols): Line[] {
  const all = reviewFindings(state);
  if (all.length < 2) return [];
  return all.flatMap(({ level, message, remedy }) => {
    const [sign, tone] =
      level === 'error' ? [symbols.error, 'bad' as const] : [symbols.warning, 'warn' as const];
    return paragraph(`${sign} ${message} ${remedy}`, width, tone);
  });
}

/** What comes into the image without being asked for on any screen. */
function parts(state: WizardState, width: number): Line[] {
  if (state.content.lines.length === 0) return [];
  return [
    [seg('From the folder:', 'strong')],
    ...state.content.lines.map(({ name, text }) => cutLine([seg(`  ${name}: ${text}`)], width)),
  ];
}

function changes(state: WizardState, width: number): Line[] {
  const told = folderChanges(state);
  if (told === null) return [];
  const tone = told.isReplaced ? 'warn' : told.lines.length === 0 ? 'dim' : 'strong';
  return [
    ...paragraph(told.title, width, tone),
    ...told.lines.map((text) => cutLine([seg(`  ${text}`)], width)),
  ];
}
