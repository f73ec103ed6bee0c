import type { Finding } from '../../spec/finding.js';
import { textOfField } from '../edit-form.js';
import { type Field, isWithin } from '../fields.js';
import { blockingError, findingsOf } from '../screen-findings.js';
import { secretText, type WizardState } from '../state.js';
import { cutLine, cutText, type Line, padText, paragraph, type Segment, seg } from './lines.js';
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
    seg(padText(field.label, labelWidth), isFocused ? 'strong' : 'plain'),
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
    return { segments: [seg(cutText(field.placeholder ?? '', width), 'dim')], caret: null };
  if (!isFocused) return { segments: [seg(cutText(text, width))], caret: null };
  const { shown, column } = textAround({ text, caret: state.caret }, width - 1);
  const ghost = text === '' ? cutText(field.placeholder ?? '', width - 1) : '';
  return { segments: [seg(shown, 'focus'), seg(ghost, 'dim')], caret: column };
}

function secretValue(
  state: WizardState,
  field: Field,
  isFocused: boolean,
  width: number,
): { segments: Segment[]; caret: number | null } {
  const typed = state.texts[secretText] ?? '';
  const hash = field.read(state.spec);
  const isSet = hash === '' ? 'none' : `set (${hashName(hash)})`;
  if (!isFocused) return { segments: [seg(isSet, hash === '' ? 'dim' : 'plain')], caret: null };
  const hint = hash === '' ? 'none: type one' : `${isSet}: type another, Backspace removes it`;
  if (typed === '') return { segments: [seg(hint, 'dim')], caret: 0 };
  const stars = (text: string) => '*'.repeat([...text].length);
  const hidden = { text: stars(typed), caret: stars(typed.slice(0, state.caret)).length };
  const { shown, column } = textAround(hidden, width - 1);
  return { segments: [seg(shown, 'focus')], caret: column };
}

function hashName(hash: string): string {
  if (hash.startsWith('$6$')) return 'SHA-512';
  if (hash.startsWith('$y$')) return 'yescrypt';
  return 'hash';
}

/** What is wrong with a field, and the key that mends it. */
export function findingLines(finding: Finding, width: number, symbols: Symbols): Line[] {
  const tone = finding.level === 'error' ? 'bad' : 'warn';
  const sign = finding.level === 'error' ? symbols.error : symbols.warning;
  const text = paragraph(`${sign} ${finding.message} ${finding.remedy}`.trim(), width, tone, 3);
  if (finding.fix === undefined) return text;
  return [...text, cutLine([seg('  '), seg('^T', 'accent'), seg(` takes ${fixText(finding)}`)], width)];
}

/** The value of a suggestion; with its field where that is another one than the finding's: `docker 3694 MiB`. */
function fixText({ path, fix }: Finding): string {
  if (fix === undefined) return '';
  if (isWithin(path, fix.path)) return fix.text;
  return `${fix.path.slice(fix.path.lastIndexOf('.') + 1)} ${fix.text}`;
}

/** The foot of a form: what is wrong with the field, else what it is for. */
export function fieldFoot(state: WizardState, field: Field | null, width: number, symbols: Symbols): Line[] {
  if (field === null) return [];
  const [worst] = findingsOf(state, field);
  if (worst !== undefined) return findingLines(worst, width, symbols);
  // What no field of the screen shows: repositories of a project file.
  const stray = blockingError(state, state.screen);
  if (stray?.row === null) return findingLines(stray.finding, width, symbols);
  const flag = field.flag === null ? '' : ` (${field.flag})`;
  return paragraph(`${field.help[0] ?? ''}${flag}`, width, 'dim', 3);
}
