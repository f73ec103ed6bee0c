import { sentences, t, translated } from '../../../base/language/texts.js';
import { textWidth } from '../../../base/text/width.js';
import { focusedField } from '../../model/edit-form.js';
import { blockingError, screenFindings } from '../../model/screen-findings.js';
import { screens } from '../../model/screens/index.js';
import { scrolledNow } from '../../model/scroll.js';
import { type Notice, type ScrollLimit, steps, type WizardState } from '../../model/state.js';
import { bodyOf } from './body.js';
import { footFinding } from './field-lines.js';
import { keyLine } from './key-line.js';
import {
  type Body,
  cutLine,
  type Line,
  lineWidth,
  paragraph,
  type Segment,
  type Spot,
  seg,
  windowOf,
} from './lines.js';
import { type Symbols, withSigns } from './symbols.js';

/** All that is drawn, from top to bottom. */
export interface Frame {
  lines: readonly Line[];
  caret: { line: number; column: number } | null;
  /** Lines that are a menu, `to` not included, and which of them is chosen; null where there is none. */
  menu: { from: number; to: number; focus: number } | null;
  /** How far what is drawn can be scrolled, which the reducer is to be told; null: the model knows by itself. */
  scrollLimit: ScrollLimit | null;
  /** What can be clicked. */
  spots: readonly Spot[];
  /** What was drawn, and takes the keys. */
  of: ScrollLimit['of'];
}

/** What stands between header and footer, with its places counted from its first line. */
type Middle = Omit<Frame, 'scrollLimit' | 'of'>;

/** Smallest window that the screens can be used in. */
export const leastColumns = 36;
export const leastRows = 12;

/** Rows for the body below which the list matters more than what is said of it. */
const lowSpace = 12;
const headerRows = 2;
/** Rows that a notice takes at most; in a low window the body needs the room. */
const [noticeRows, noticeRowsLow] = [4, 2];

/**
 * The whole screen for a state, one row less than the terminal has: a full screen makes Ink clear it with every
 * frame, and the last column of the last row scrolls some terminals.
 */
export function frameOf(state: WizardState, symbols: Symbols): Frame {
  const { columns, rows } = state.size;
  const of = scrolledNow(state);
  if (columns < leastColumns || rows < leastRows) return { ...tooSmall(columns, rows), of };
  const width = columns - 1;
  const body = bodyOf(state, width, symbols);
  const keys = keyLine(state, width);
  const foot = [...notices(state, width, symbols), keys.line];
  const space = rows - 1 - headerRows - foot.length;
  const middle = place(body, space, width);
  const lines = [...header(state, width, symbols), ...middle.lines, ...foot];
  const lowered = middle.spots.map((spot) => ({ ...spot, line: spot.line + headerRows }));
  return {
    lines: lines.map((line) => line.map(({ text, tone }) => seg(withSigns(text, symbols), tone))),
    caret: middle.caret === null ? null : { ...middle.caret, line: middle.caret.line + headerRows },
    menu:
      middle.menu === null
        ? null
        : { ...middle.menu, from: middle.menu.from + headerRows, to: middle.menu.to + headerRows },
    scrollLimit: body.lastRow === undefined ? null : { of, last: body.lastRow },
    spots: [...lowered, ...keys.spots.map((spot) => ({ ...spot, line: lines.length - 1 }))],
    of,
  };
}

/** The part of the body that fits, with its head at the top and its foot at the bottom. */
function place(body: Body, space: number, width: number): Middle {
  const head = body.head === undefined ? [] : [cutLine(body.head, width)];
  const foot = body.foot.slice(0, Math.max(2, Math.floor(space / (space < lowSpace ? 3 : 2))));
  const room = space - head.length - foot.length - (foot.length > 0 ? 1 : 0);
  const { start, end } = windowOf(body.lines.length, body.focus, room);
  const shown = body.lines.slice(start, end);
  const blank = Array.from({ length: space - head.length - shown.length - foot.length }, (): Line => []);
  const marked = shown.map((line, index): Line => {
    const more = (index === 0 && start > 0) || (index === shown.length - 1 && end < body.lines.length);
    return more ? withMark(line, width) : cutLine(line, width);
  });
  return {
    lines: [...head, ...marked, ...blank, ...foot.map((line) => cutLine(line, width))],
    caret: body.headCaret ?? caretIn(body, start, shown.length, head.length),
    menu:
      body.isMenu === true
        ? { from: head.length, to: head.length + shown.length, focus: body.focus - start }
        : null,
    spots: spotsIn(body, { start, end, width }).map((spot) => ({
      ...spot,
      line: spot.line - start + head.length,
    })),
  };
}

/** What of a body can be clicked between two of its lines. */
function spotsIn(
  { rows = { from: 0, count: 0 }, spots = [] }: Body,
  { start, end, width }: { start: number; end: number; width: number },
): Spot[] {
  const from = Math.max(start, rows.from);
  const to = Math.min(end, rows.from + rows.count);
  const ofRows = Array.from({ length: Math.max(0, to - from) }, (_, index): Spot => {
    const line = from + index;
    return { line, from: 0, to: width, target: { kind: 'row', row: line - rows.from } };
  });
  return [...spots.filter(({ line }) => line >= start && line < end), ...ofRows];
}

function caretIn({ caret }: Body, start: number, rows: number, headRows: number): Frame['caret'] {
  if (caret === null || caret.line < start || caret.line >= start + rows) return null;
  return { line: caret.line - start + headRows, column: caret.column };
}

/** Says at the end of a line that the list goes on beyond it. */
function withMark(line: Line, width: number): Line {
  const more = t`more`;
  const room = width - textWidth(more);
  const text = cutLine(line, room - 1);
  return [...text, seg(' '.repeat(Math.max(0, room - lineWidth(text)))), seg(more, 'plain')];
}

function header(state: WizardState, width: number, symbols: Symbols): Line[] {
  const index = steps.indexOf(state.screen as (typeof steps)[number]);
  const step = index < 0 ? '' : `${index + 1}/${steps.length}`;
  const name = state.screen === 'start' ? state.dir : state.spec.name;
  const right = [name, step].filter((text) => text !== '').join('  ');
  const title = translated(screens[state.screen].title);
  const left = `tmpfsroot-wizard  ${title}`;
  const front: Segment[] =
    textWidth(left) + 2 + textWidth(right) <= width
      ? [seg('tmpfsroot-wizard  ', 'accent'), seg(title, 'strong')]
      : [seg(title, 'strong')];
  const gap = width - lineWidth(front) - textWidth(right);
  const top =
    gap >= 2
      ? [...front, seg(' '.repeat(gap)), seg(right, 'plain')]
      : [...front, seg('  '), seg(right, 'plain')];
  return [
    cutLine(top, width),
    index < 0 ? [seg(symbols.rule.repeat(width), 'faint')] : stepStrip(state, width, symbols),
  ];
}

/** Where one is among the screens, and which of them has an error. */
function stepStrip(state: WizardState, width: number, symbols: Symbols): Line {
  const parts = steps.map((screen): Segment => {
    const isHere = screen === state.screen;
    const isWrong = blockingError(state, screen) !== null;
    const isPast = steps.indexOf(screen) < steps.indexOf(state.screen as (typeof steps)[number]);
    const isDoubtful = !isWrong && screenFindings(state, screen).length > 0;
    const sign = isWrong
      ? symbols.error
      : isDoubtful && !isHere
        ? symbols.warning
        : isHere
          ? symbols.now
          : isPast
            ? symbols.done
            : symbols.open;
    const tone = isWrong
      ? 'bad'
      : isDoubtful && !isHere
        ? 'warn'
        : isHere
          ? 'accent'
          : isPast
            ? 'good'
            : 'plain';
    const title = width >= 76 || isHere ? ` ${translated(screens[screen].shortTitle)}` : '';
    return seg(`${sign}${title}`, tone);
  });
  return cutLine(
    parts.flatMap((part, index) => (index === 0 ? [part] : [seg('  '), part])),
    width,
  );
}

function notices(state: WizardState, width: number, symbols: Symbols): Line[] {
  const most = state.size.rows < 20 ? noticeRowsLow : noticeRows;
  return noticeLines(isInFoot(state) ? null : state.notice, width, most, symbols);
}

/** Enter on a wrong field says what is wrong, which the foot of its form says already. */
function isInFoot(state: WizardState): boolean {
  const field = focusedField(state);
  const finding = field === null || state.overlay !== null ? null : footFinding(state, field);
  return finding !== null && state.notice?.text === sentences(finding.message, finding.remedy);
}

function noticeLines(notice: Notice | null, width: number, most: number, symbols: Symbols): Line[] {
  if (notice === null) return [[]];
  const { level } = notice;
  const text = sentences(notice.text, notice.keys ?? '');
  if (level === 'info') return paragraph(text, width, 'accent', most);
  const sign = level === 'error' ? symbols.error : symbols.warning;
  return paragraph(`${sign} ${text}`, width, level === 'error' ? 'bad' : 'warn', most);
}

function tooSmall(columns: number, rows: number): Omit<Frame, 'of'> {
  const text = t`Enlarge the window to ${leastColumns}x${leastRows}: it has ${columns}x${rows}.`;
  const lines = paragraph(text, Math.max(1, columns - 1), 'plain', Math.max(1, rows - 1));
  return { lines, caret: null, menu: null, scrollLimit: null, spots: [] };
}
