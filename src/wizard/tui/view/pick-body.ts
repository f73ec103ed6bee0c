import { sentences, t, translated } from '../../../base/language/texts.js';
import { padText } from '../../../base/text/cut.js';
import { textWidth } from '../../../base/text/width.js';
import { textOfField } from '../../model/edit-form.js';
import { shownKeys } from '../../model/picks/pick-keys.js';
import { type PickItem, valueAt } from '../../model/picks/pick-list.js';
import { listedField, shownPicks } from '../../model/picks/pick-value.js';
import { fieldsOf } from '../../model/screen-findings.js';
import type { Overlay, WizardState } from '../../model/state.js';
import type { EditedText } from '../../model/text-edit.js';
import { type Body, cutLine, type Line, paragraph, seg } from './lines.js';
import type { Symbols } from './symbols.js';
import { textAround } from './typed-text.js';

/** Values of a field, those first that fit the words that are typed. */
export function listBody(
  state: WizardState,
  listing: Extract<Overlay, { kind: 'list' }>,
  width: number,
  symbols: Symbols,
): Body {
  const listed = listedField(state, listing);
  const picks = shownPicks(state, listing);
  const count = t`${picks.length} of ${listed?.list.items().length ?? 0}`;
  const foot = [
    ...paragraph(picks[listing.index]?.about ?? '', width, 'plain', 2),
    ...paragraph(
      sentences(t`${count}. Type words, in any order.`, whereTo(state, listing)),
      width,
      'plain',
      2,
    ),
  ];
  const empty = t`Nothing in the list has all of these words.`;
  return pickBody(
    state,
    { ...listing, label: translated(listed?.field.label.trim() ?? ''), picks, empty, foot },
    width,
    symbols,
  );
}

/** What becomes of the values that a field has already, as a sentence; nothing of a field that has one. */
function whereTo(state: WizardState, listing: Extract<Overlay, { kind: 'list' }>): string {
  const listed = listedField(state, listing);
  if (listed?.list.hasSeveral !== true) return '';
  const value = valueAt(textOfField(state, listed.field), listing.caret);
  if (value === '') return t`Enter adds it.`;
  return t`Enter replaces ${value}; to add one, leave and type a blank behind it.`;
}

/** Public keys of the person at this machine, and where others come from. */
export function keysBody(
  state: WizardState,
  offering: Extract<Overlay, { kind: 'keys' }>,
  width: number,
  symbols: Symbols,
): Body {
  const picks = shownKeys(offering);
  const field = fieldsOf(state).find(({ id }) => id === offering.field);
  const leftOut = offering.own?.leftOut ?? [];
  const foot = [
    ...paragraph(
      t`Or type the path of a file, gh:NAME (GitHub) or gl:NAME (GitLab), and Enter.`,
      width,
      'plain',
      2,
    ),
    ...paragraph(picks[offering.index]?.about ?? '', width, 'plain', 3),
    ...paragraph(leftOut.length === 0 ? '' : t`Left out: ${leftOut.join(' ')}`, width, 'warn', 3),
  ];
  const empty = emptyText(offering);
  return pickBody(
    state,
    { ...offering, label: translated(field?.label.trim() ?? ''), picks, empty, foot },
    width,
    symbols,
  );
}

function emptyText({ own, query }: Extract<Overlay, { kind: 'keys' }>): string {
  if (own === null) return t`Looking for keys in ~/.ssh ...`;
  if (own.keys.length === 0) return t`There is no public key in ~/.ssh.`;
  return query.text === '' ? '' : t`No key of ~/.ssh fits.`;
}

interface Shown {
  label: string;
  query: EditedText;
  picks: readonly PickItem[];
  index: number;
  /** Stands where there is nothing to be picked. */
  empty: string;
  foot: readonly Line[];
}

function pickBody(
  state: WizardState,
  { label, query, picks, index, empty, foot }: Shown,
  width: number,
  symbols: Symbols,
): Body {
  const title = `${label}  ${symbols.pointer} `;
  const room = Math.max(8, width - textWidth(title));
  const { shown, column } = textAround(query, room);
  const focus = Math.max(0, Math.min(index, picks.length - 1));
  // Of hundreds of rows only those near the pointer can be seen.
  const isNear = (at: number) => Math.abs(at - focus) <= state.size.rows;
  const near = picks.filter((_, at) => isNear(at));
  const nameWidth = Math.min(
    Math.floor(width * 0.6),
    Math.max(4, ...near.map(({ value }) => textWidth(value))),
  );
  const lines = picks.map((item, at): Line => {
    if (!isNear(at)) return [];
    const isFocused = at === focus;
    return cutLine(
      [
        seg(`${isFocused ? symbols.pointer : ' '} `, 'accent'),
        seg(padText(item.value, nameWidth), isFocused ? 'focus' : 'plain'),
        seg(item.about === '' ? '' : `  ${item.about}`, 'plain'),
      ],
      width,
    );
  });
  return {
    lines: lines.length > 0 ? lines : [[seg(empty, 'ghost')]],
    focus,
    caret: null,
    head: cutLine(
      [seg(`${label}  `, 'strong'), seg(`${symbols.pointer} `, 'accent'), seg(shown, 'focus')],
      width,
    ),
    headCaret: { line: 0, column: Math.min(textWidth(title) + column, width - 1) },
    foot,
  };
}
