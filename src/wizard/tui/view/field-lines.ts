import { isWithin } from '../../../base/field-path.js';
import type { Finding } from '../../../base/finding.js';
import { sentences, t, translated } from '../../../base/language/texts.js';
import { cutText, padText } from '../../../base/text/cut.js';
import { textOfField } from '../../model/edit-form.js';
import { labelOf } from '../../model/field-labels.js';
import type { Field } from '../../model/fields.js';
import { blockingError, findingsOf } from '../../model/screen-findings.js';
import { secretText, type WizardState } from '../../model/state.js';
import { cutLine, type Line, paragraph, type Segment, seg } from './lines.js';
import type { Symbols } from './symbols.js';
import { textAround } from './typed-text.js';

export interface FieldLine {
  line: Line;
  /** Column of the caret, or null: the field is not typed in. */
  caret: number | null;
}

/** One field of a form on one line. */
export function fieldLine(
  state: WizardState,
  field: Field,
  isFocused: boolean,
  width: number,
  labelWidth: number,
  symbols: Symbols,
): FieldLine {
  const worst = findingsOf(state, field)[0];
  const sign = worst === undefined ? ' ' : worst.level === 'error' ? symbols.error : symbols.warning;
  const tone = worst === undefined ? 'plain' : worst.level === 'error' ? 'bad' : 'warn';
  const front: Segment[] = [
    seg(`${isFocused ? symbols.pointer : ' '} `, 'accent'),
    seg(padText(translated(field.label), labelWidth), isFocused ? 'strong' : 'plain'),
    seg(` ${sign} `, tone),
  ];
  const column = 2 + labelWidth + 3;
  const { segments, caret } = fieldValue(state, field, isFocused, Math.max(4, width - column), symbols);
  return { line: [...front, ...segments], caret: caret === null ? null : column + caret };
}

function fieldValue(
  state: WizardState,
  field: Field,
  isFocused: boolean,
  width: number,
  symbols: Symbols,
): { segments: Segment[]; caret: number | null } {
  const text = textOfField(state, field);
  if (field.kind === 'secret') return secretValue(state, field, isFocused, width);
  if (field.choices !== undefined) {
    const choice = field.choices(state.spec).find(({ value }) => value === text);
    const label = choice?.label ?? text;
    if (!isFocused) return { segments: [seg(cutText(label, width))], caret: null };
    return {
      segments: [
        seg(`${symbols.left} `, 'accent'),
        seg(cutText(label, width - 4), 'focus'),
        seg(` ${symbols.right}`, 'accent'),
      ],
      caret: null,
    };
  }
  if (text === '' && !isFocused)
    return { segments: [seg(cutText(translated(field.placeholder ?? ''), width), 'ghost')], caret: null };
  if (!isFocused) return { segments: [seg(cutText(text, width))], caret: null };
  const { shown, column } = textAround({ text, caret: state.caret }, width - 1);
  const pick = field.pick === undefined ? '' : `^L: ${translated(field.pick.hint)}`;
  const ghost =
    text === ''
      ? cutText(field.placeholder === undefined ? pick : translated(field.placeholder), width - 1)
      : '';
  return { segments: [seg(shown, 'focus'), seg(ghost, 'ghost')], caret: column };
}

function secretValue(
  state: WizardState,
  field: Field,
  isFocused: boolean,
  width: number,
): { segments: Segment[]; caret: number | null } {
  const typed = state.texts[secretText] ?? '';
  const hash = field.read(state.spec);
  const isSet = hash === '' ? t`none` : t`set (${hashName(hash)})`;
  if (!isFocused) return { segments: [seg(isSet, hash === '' ? 'ghost' : 'plain')], caret: null };
  const hint = hash === '' ? t`none: type one` : t`${isSet}: type another, Backspace removes it`;
  if (typed === '') return { segments: [seg(hint, 'ghost')], caret: 0 };
  const stars = (text: string) => (state.showsSecret ? text : '*'.repeat([...text].length));
  const seen = { text: stars(typed), caret: stars(typed.slice(0, state.caret)).length };
  const { shown, column } = textAround(seen, width - 1);
  return { segments: [seg(shown, 'focus')], caret: column };
}

function hashName(hash: string): string {
  if (hash.startsWith('$6$')) return 'SHA-512';
  if (hash.startsWith('$y$')) return 'yescrypt';
  return t`hash`;
}

/** What is wrong with a field, and the key that fixes it. */
export function findingLines(finding: Finding, width: number, symbols: Symbols, most = 3): Line[] {
  const tone = finding.level === 'error' ? 'bad' : 'warn';
  const sign = finding.level === 'error' ? symbols.error : symbols.warning;
  const text = paragraph(`${sign} ${sentences(finding.message, finding.remedy)}`, width, tone, most);
  if (finding.fix === undefined) return text;
  return [...text, cutLine([seg('  '), seg('^T', 'accent'), seg(` ${t`takes ${fixText(finding)}`}`)], width)];
}

/** The value of a suggestion; with its field where that is another one than the finding's: `docker 3694 MiB`. */
function fixText({ path, fix }: Finding): string {
  if (fix === undefined) return '';
  if (isWithin(path, fix.path)) return fix.text;
  return `${labelOf(fix.path) ?? fix.path} ${fix.text}`;
}

/** The foot of a form: what is wrong with the field, else what it is for. */
export function fieldFoot(state: WizardState, field: Field | null, width: number, symbols: Symbols): Line[] {
  if (field === null) return [];
  const finding = footFinding(state, field);
  return finding === null
    ? paragraph(translated(field.help[0] ?? ''), width, 'plain', 3)
    : findingLines(finding, width, symbols);
}

/** What the foot of a form says to be wrong while a field has the focus, or null. */
export function footFinding(state: WizardState, field: Field): Finding | null {
  const [worst] = findingsOf(state, field);
  if (worst !== undefined) return worst;
  // What no field of the screen shows: repositories of a project file.
  const stray = blockingError(state, state.screen);
  return stray?.row === null ? stray.finding : null;
}
