import { t, translated } from '../../../base/language/texts.js';
import { padText, wrapText } from '../../../base/text/cut.js';
import { textWidth } from '../../../base/text/width.js';
import { planDisks } from '../../../config/partitions/partition-plan.js';
import { folderChanges } from '../../model/folder-changes.js';
import { type ReviewItem, reviewItems } from '../../model/review-items.js';
import { wipeSentences } from '../../model/review-text.js';
import { fileSummary } from '../../model/screens/field-summary.js';
import { screens } from '../../model/screens/index.js';
import { reviewRows, type WizardState } from '../../model/state.js';
import { diskLegend, diskMap } from './disk-map.js';
import { findingLines } from './field-lines.js';
import { type Body, cutLine, type Line, paragraph, type Spot, seg } from './lines.js';
import { memoryLine } from './memory-line.js';
import type { Symbols } from './symbols.js';

/** Columns of the titles of the screens: what is behind them needs more. */
function labelColumns(width: number): number {
  const widest = Math.max(...reviewRows.map((screen) => textWidth(translated(screens[screen].title))));
  return Math.min(widest, Math.max(16, Math.floor(width * 0.35)));
}

/** The whole spec, what it does to disks, and what is new. */
export function reviewBody(state: WizardState, width: number, symbols: Symbols): Body {
  const focus = state.focus.review ?? 0;
  const items = reviewItems(state);
  const findings = items.flatMap((item) => (item.kind === 'finding' ? [item.finding] : []));
  const rows = items.map((item, index) =>
    itemLines(state, item, { isFocused: index === focus, width, symbols }),
  );
  const wiped = [
    // Findings take the room, and look different enough.
    ...(findings.length > 0 ? [] : [[]]),
    ...wipeSentences(state.spec).flatMap((text) => paragraph(`${symbols.warning} ${text}`, width, 'warn')),
  ];
  const maps = planDisks(state.spec).disks.flatMap((disk) => [
    ...diskMap(disk, width, symbols),
    diskLegend(disk, width),
  ]);
  const text = [
    ...wiped,
    ...maps,
    cutLine(memoryLine(state), width),
    ...ofFile(state, width),
    ...parts(state, width),
    ...changes(state, width),
    cutLine([seg('c', 'strong'), seg(` ${t`shows the command that does the same.`}`)], width),
  ];
  const before = rows.slice(0, focus).flat().length;
  // Behind the rows each line is a step of its own, so that all of the text can be read.
  const line = focus < rows.length ? before : before + focus - rows.length;
  const focused = items[focus];
  const isRead = focused?.kind === 'finding';
  // The one with the focus is said whole, else the first; errors come first.
  const told = isRead ? focused.finding : findings[0];
  return {
    lines: [...rows.flat(), ...text],
    focus: line,
    caret: null,
    foot: told === undefined ? [] : findingLines(told, width, symbols, isRead ? 6 : 3),
    spots: [
      ...rowSpots(
        rows.map(({ length }) => length),
        width,
      ),
      // The map is that of the sizes.
      ...maps.map((_, index): Spot => {
        const row = items.findIndex((item) => item.kind === 'screen' && item.screen === 'sizes');
        const line = rows.flat().length + wiped.length + index;
        return { line, from: 0, to: width, target: { kind: 'row', row } };
      }),
    ],
    lastRow: rows.length + text.length - 1,
  };
}

/** @param heights lines of each row */
function rowSpots(heights: readonly number[], width: number): Spot[] {
  return heights
    .flatMap((height, row) => Array.from({ length: height }, () => row))
    .map((row, line): Spot => ({ line, from: 0, to: width, target: { kind: 'row', row } }));
}

interface RowLook {
  isFocused: boolean;
  width: number;
  symbols: Symbols;
}

/** A row: one line, and all that there is to say when it has the focus. */
function itemLines(state: WizardState, item: ReviewItem, { isFocused, width, symbols }: RowLook): Line[] {
  const pointer = seg(`${isFocused ? symbols.pointer : ' '} `, 'accent');
  switch (item.kind) {
    case 'build':
      return [[pointer, seg(t`Build this image`, isFocused ? 'focus' : 'strong')]];
    case 'screen': {
      const labelWidth = labelColumns(width);
      const title = seg(
        padText(translated(screens[item.screen].title), labelWidth),
        isFocused ? 'focus' : 'strong',
      );
      const summary = screens[item.screen].summary(state).join(' · ');
      if (!isFocused) return [cutLine([pointer, title, seg('  '), seg(summary)], width)];
      const indent = labelWidth + 4;
      const [first = '', ...others] = wrapText(summary, width - indent);
      return [
        [pointer, title, seg('  '), seg(first)],
        ...others.map((text): Line => [seg(' '.repeat(indent)), seg(text)]),
      ];
    }
    case 'finding': {
      const { level, message } = item.finding;
      const [sign, tone] =
        level === 'error' ? [symbols.error, 'bad' as const] : [symbols.warning, 'warn' as const];
      // The foot says all of it.
      return [cutLine([pointer, seg(`${sign} ${message}`, isFocused ? 'focus' : tone)], width)];
    }
  }
}

/** What no screen asks for. */
function ofFile({ spec }: WizardState, width: number): Line[] {
  const lines = fileSummary(spec);
  if (lines.length === 0) return [];
  return [
    [seg(t`Set in tmpfsroot.json:`, 'strong')],
    ...lines.map((text) => cutLine([seg(`  ${text}`)], width)),
  ];
}

/** What comes into the image without being asked for on any screen. */
function parts(state: WizardState, width: number): Line[] {
  if (state.content.lines.length === 0) return [];
  return [
    [seg(t`From the folder:`, 'strong')],
    ...state.content.lines.map(({ name, text }) => cutLine([seg(`  ${name}: ${text}`)], width)),
  ];
}

function changes(state: WizardState, width: number): Line[] {
  const told = folderChanges(state);
  if (told === null) return [];
  const tone = told.isReplaced ? 'warn' : told.lines.length === 0 ? 'plain' : 'strong';
  return [
    ...paragraph(told.title, width, tone),
    ...told.lines.map((text) => cutLine([seg(`  ${text}`)], width)),
  ];
}
