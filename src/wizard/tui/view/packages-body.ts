import { t } from '../../../base/language/texts.js';
import { padText } from '../../../base/text/cut.js';
import { textWidth } from '../../../base/text/width.js';
import type { PackageRow } from '../../model/package-row.js';
import { packageRows } from '../../model/package-rows.js';
import { screenFindings } from '../../model/screen-findings.js';
import type { WizardState } from '../../model/state.js';
import { findingLines } from './field-lines.js';
import { type Body, cutLine, type Line, paragraph, type Segment, seg } from './lines.js';
import type { Symbols } from './symbols.js';
import { textAround } from './typed-text.js';

/** The chosen packages, or what a search found, with what the one at hand is. */
export function packagesBody(state: WizardState, width: number, symbols: Symbols): Body {
  const rows = packageRows(state);
  const focus = Math.min(state.focus.packages ?? 0, Math.max(0, rows.length - 1));
  const nameWidth = Math.min(34, Math.max(16, Math.floor(width * 0.35)));
  const query = state.query === null ? null : textAround(state.query, width - 3);
  const searchLine = query === null ? topLine(state, rows, width, symbols) : queryLine(query.shown);
  // Of hundreds of rows only those near the pointer can be seen.
  const list = rows.map((row, index) =>
    Math.abs(index - focus) > state.size.rows ? [] : rowLine(row, index === focus, nameWidth, width, symbols),
  );
  const empty: Line[] = rows.length > 0 ? [] : [[seg(emptyText(state), 'plain')]];
  return {
    lines: [...list, ...empty],
    focus,
    caret: null,
    foot: [...wrongLines(state, width, symbols), ...footOf(rows[focus], width, symbols)],
    rows: { from: 0, count: rows.length },
    head: searchLine,
    headCaret: query === null ? null : { line: 0, column: 3 + query.column },
  };
}

function queryLine(shown: string): Line {
  return [seg(' / ', 'accent'), seg(shown === '' ? ' ' : shown, 'focus')];
}

function topLine(state: WizardState, rows: readonly PackageRow[], width: number, symbols: Symbols): Line {
  const unknown = rows.filter(({ problem }) => problem !== null).length;
  const named = t`${state.spec.packages?.length ?? 0} packages named`;
  const count = state.showsLocked ? t`${rows.length} in the last lock, ${named}` : named;
  const wrong: Segment[] =
    unknown === 0 ? [] : [seg(`  ${symbols.warning} ${t`${unknown} not in the repositories`}`, 'warn')];
  return cutLine([seg(count, 'strong'), ...wrong, seg(`  ${metadataText(state)}`, 'plain')], width);
}

function metadataText({ packages }: WizardState): string {
  switch (packages.state) {
    case 'ready':
      return t`${packages.search?.index.names.length ?? 0} in the repositories`;
    case 'loading':
      return t`names of the repositories are being read`;
    case 'failed':
      return packages.message ?? t`the repositories cannot be read`;
    default:
      return t`names of the repositories are not known yet`;
  }
}

function emptyText({ query, packages }: WizardState): string {
  if (query === null) return t`No package is named.`;
  if (packages.search === null)
    return t`The names in the repositories are not known yet; Enter adds what you typed.`;
  return query.text === '' ? t`Type a part of a name.` : t`No package has this name. Enter adds it anyway.`;
}

function rowLine(
  row: PackageRow,
  isFocused: boolean,
  nameWidth: number,
  width: number,
  symbols: Symbols,
): Line {
  const front: Segment[] = [seg(`${isFocused ? symbols.pointer : ' '} `, 'accent'), signOf(row, symbols)];
  const name = markedName(row, nameWidth, isFocused);
  const problem: Segment[] = row.problem === null ? [] : [seg(`${symbols.warning} ${row.problem}`, 'warn')];
  const about =
    row.problem === null ? [seg(padText(row.size, 10), 'plain'), seg(row.summary, 'plain')] : problem;
  return cutLine([...front, ...name, seg('  '), ...about], width);
}

/** Whether it comes into the image, and by whom. */
function signOf({ name, required, chosen, why }: PackageRow, symbols: Symbols): Segment {
  if (required !== null) return seg(`${symbols.kept} `, 'accent');
  if (chosen) return name.startsWith('-') ? seg(`${symbols.out} `, 'warn') : seg(`${symbols.on} `, 'good');
  return why === null ? seg(`${symbols.off} `, 'faint') : seg(`${symbols.brought} `, 'good');
}

/** The name with what answers the search in it. */
function markedName({ name, ranges }: PackageRow, width: number, isFocused: boolean): Segment[] {
  const tone = isFocused ? 'focus' : 'plain';
  if (ranges.length === 0 || textWidth(name) > width) return [seg(padText(name, width), tone)];
  const segments: Segment[] = [];
  let at = 0;
  for (const { from, to } of ranges) {
    segments.push(seg(name.slice(at, from), tone), seg(name.slice(from, to), isFocused ? 'focus' : 'accent'));
    at = to;
  }
  return [...segments, seg(name.slice(at), tone), seg(' '.repeat(width - textWidth(name)))];
}

/** What keeps the list from being used as it is. */
function wrongLines(state: WizardState, width: number, symbols: Symbols): Line[] {
  const error = screenFindings(state, 'packages').find(({ level }) => level === 'error');
  return error === undefined ? [] : findingLines(error, width, symbols);
}

function footOf(row: PackageRow | undefined, width: number, symbols: Symbols): Line[] {
  if (row === undefined) return [];
  if (row.required !== null) {
    return paragraph(`${symbols.kept} ${t`${row.name} is kept: ${row.required}.`}`, width, 'plain', 2);
  }
  if (row.problem !== null)
    return paragraph(`${symbols.warning} ${row.name}: ${row.problem}`, width, 'warn', 2);
  // What is not in the list may have been in it then.
  const why =
    row.why === null
      ? []
      : paragraph(row.chosen ? row.why : t`In the last lock: ${row.why}`, width, 'plain', 2);
  return [
    ...paragraph(
      [row.name, row.version, row.size, row.summary].filter((text) => text !== '').join(' · '),
      width,
      'plain',
      2,
    ),
    ...why,
  ];
}
