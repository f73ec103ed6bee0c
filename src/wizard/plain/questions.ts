import type { Finding } from '../../spec/finding.js';
import type { ImageSpec } from '../../spec/image-spec.js';
import type { Choice, Field } from '../fields.js';

/** Characters of a value that are read out in a question: nobody listens to a whole key. */
const longestValue = 60;

/** A question: the lines that are read before it once, and the line that waits for the answer. */
export interface Question {
  lines: readonly string[];
  prompt: string;
}

/** The question for a field. */
export function questionOf(field: Field, title: string, spec: ImageSpec): Question {
  const choices = field.choices?.(spec);
  const value = field.read(spec);
  if (choices === undefined) {
    const isSet = field.kind === 'secret' ? 'set' : shortened(value);
    return ask(title, value === '' ? (field.placeholder ?? 'none') : isSet);
  }
  if (field.kind === 'switch') return ask(`${title}, yes or no`, value);
  const current = choices.find((choice) => choice.value === value)?.label ?? value;
  const isShort = choices.length <= 4 && choices.every(({ hint, mark }) => !hint && !mark);
  if (isShort) {
    const texts = choices.map(({ label }, at) => `${at + 1} for ${label}`);
    return ask(`${title}: ${texts.join(', ')}`, current);
  }
  const lines = choices.map((choice, at) => `  ${at + 1} ${choiceText(choice)}`);
  return { lines, prompt: `${title}, number [${current}]: ` };
}

function ask(text: string, current: string): Question {
  return { lines: [], prompt: `${text} [${current}]: ` };
}

/** A mark that the hint says in other words is left out: everything is read aloud. */
function choiceText({ label, hint = '', mark }: Choice): string {
  const isSaid = mark?.text.split(' ').some((word) => word.length > 3 && hint.includes(word)) ?? true;
  return [label, isSaid ? '' : (mark?.text ?? ''), hint].filter((text) => text !== '').join(', ');
}

/** What a field is called where no screen shows what stands above it: `User, groups`. */
export function titleOf(fields: readonly Field[], field: Field): string {
  const label = field.label.trim();
  if (label === field.label) return label;
  const above = fields.slice(0, fields.indexOf(field)).findLast((one) => !one.label.startsWith(' '));
  const isWord = /^\p{Lu}\p{Ll}/u.test(label);
  return `${above?.label ?? ''}, ${isWord ? label.charAt(0).toLowerCase() + label.slice(1) : label}`;
}

export function shortened(value: string): string {
  return value.length <= longestValue ? value : `${value.slice(0, longestValue - 3)}...`;
}

/** A finding in words, with the answer that mends it. */
export function findingText({ level, message, remedy, fix }: Finding): string {
  const mend = fix === undefined ? '' : ` Answer ! to take ${fix.text}.`;
  return `${level === 'error' ? 'Error' : 'Warning'}: ${message} ${remedy}`.trim() + mend;
}

/** What a notice says without its sentences about keys, which there are none of here. */
export function withoutKeys(text: string): string {
  const sentences = text.split(/(?<=[.?!]) (?=[A-Z`])/);
  return spoken(
    sentences
      .filter((one) => !/\bCtrl-|\bSpace\b|\bEnter\b|\barrow\b|\bLeft and right\b|\u2192/.test(one))
      .join(' '),
  );
}

/** The dots that part what stands beside each other on a screen are read aloud, or unknown to a console. */
export function spoken(text: string): string {
  return text.replaceAll(' \u00b7 ', ', ');
}
