import { t } from '../../../base/language/texts.js';
import type { Overlay } from '../../model/state.js';
import { type Body, cutLine, type Line, seg } from './lines.js';
import { plainText } from './plain-text.js';
import { textAround } from './typed-text.js';

/** A log: as many of its lines as there may be room for, what is searched for marked. */
export function logBody(
  { file, lines, top, left, query, sought }: Extract<Overlay, { kind: 'log' }>,
  width: number,
  rows: number,
): Body {
  const shown = lines
    .slice(top, top + rows)
    .map((text) => cutLine(marked(plainText(text).slice(left), sought), width));
  const place = t`${Math.min(top + 1, lines.length)} of ${lines.length}`;
  if (query === null) {
    const head = cutLine([seg(`${place}  `, 'plain'), seg(file, 'strong')], width);
    return { lines: shown, focus: 0, caret: null, foot: [], head };
  }
  const typed = textAround(query, width - 2);
  return {
    ...{ lines: shown, focus: 0, caret: null, foot: [] },
    head: [seg('/ ', 'accent'), seg(typed.shown, 'focus')],
    headCaret: { line: 0, column: 2 + typed.column },
  };
}

function marked(text: string, sought: string): Line {
  const at = sought === '' ? -1 : text.toLowerCase().indexOf(sought.toLowerCase());
  if (at < 0) return [seg(text)];
  const end = at + sought.length;
  return [seg(text.slice(0, at)), seg(text.slice(at, end), 'focus'), seg(text.slice(end))];
}
