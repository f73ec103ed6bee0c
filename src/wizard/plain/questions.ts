import type { Finding } from '../../base/finding.js';
import { later, sentences, t, translated } from '../../base/language/texts.js';
import type { ImageSpec } from '../../config/image-spec.js';
import type { Choice, Field } from '../model/fields.js';

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
    const isSet = field.kind === 'secret' ? t`set` : shortened(value);
    return ask(title, value === '' ? translated(field.placeholder ?? later`none`) : isSet);
  }
  if (field.kind === 'switch') return ask(t`${title}, yes or no`, value);
  const current = choices.find((choice) => choice.value === value)?.label ?? value;
  const isShort = choices.length <= 4 && choices.every(({ hint, mark }) => !hint && !mark);
  if (isShort) {
    const texts = choices.map(({ label }, at) => t`${at + 1} for ${label}`);
    return ask(`${title}: ${texts.join(', ')}`, current);
  }
  const lines = choices.map((choice, at) => `  ${at + 1} ${choiceText(choice)}`);
  return { lines, prompt: t`${title}, number [${current}]: ` };
}

function ask(text: string, current: string): Question {
  return { lines: [], prompt: `${text} [${current}]: ` };
}

/** A mark that the hint says in other words is left out: everything is read aloud. */
function choiceText({ label, hint = '', mark }: Choice): string {
  const told = translated(mark?.text ?? '');
  const isSaid = told.split(' ').some((word) => word.length > 3 && hint.includes(word));
  return [label, isSaid ? '' : told, hint].filter((text) => text !== '').join(', ');
}

/** What a field is called where no screen shows what stands above it: `User, groups`. */
export function titleOf(fields: readonly Field[], field: Field): string {
  const label = translated(field.label.trim());
  if (!field.label.startsWith(' ')) return label;
  const above = fields.slice(0, fields.indexOf(field)).findLast((one) => !one.label.startsWith(' '));
  const isWord = /^\p{Lu}\p{Ll}/u.test(label);
  return `${translated(above?.label ?? '')}, ${isWord ? label.charAt(0).toLowerCase() + label.slice(1) : label}`;
}

export function shortened(value: string): string {
  return value.length <= longestValue ? value : `${value.slice(0, longestValue - 3)}...`;
}

/** A finding in words, with the answer that fixes it. */
export function findingText({ level, message, remedy, fix }: Finding): string {
  const suggestion = fix === undefined ? '' : t`Answer ! to take ${fix.text}.`;
  return sentences(level === 'error' ? t`Error: ${message}` : t`Warning: ${message}`, remedy, suggestion);
}
