import type { ImageSpec } from '../../spec/image-spec.js';
import type { Choice, Field } from '../fields.js';

/** What a person wants who answers a question. */
export type Answer =
  | { kind: 'keep' }
  | { kind: 'back' }
  | { kind: 'help' }
  | { kind: 'fix' }
  | { kind: 'clear' }
  | { kind: 'value'; text: string }
  | { kind: 'none'; reason: string };

/** Reads the answer to the question for a field. Numbers choose, where there are choices. */
export function answerOf(typed: string, field: Field, spec: ImageSpec): Answer {
  const text = typed.trim();
  switch (text) {
    case '':
      return { kind: 'keep' };
    case '<':
      return { kind: 'back' };
    case '?':
      return { kind: 'help' };
    case '!':
      return { kind: 'fix' };
    case '.':
      return { kind: 'clear' };
    default: {
      const choices = field.choices?.(spec);
      return choices === undefined ? { kind: 'value', text } : chosen(text, choices);
    }
  }
}

function chosen(text: string, choices: readonly Choice[]): Answer {
  const byNumber = /^\d+$/.test(text) ? choices[Number(text) - 1] : undefined;
  const wanted = text.toLowerCase();
  const byName = choices.find(
    ({ value, label }) => value.toLowerCase() === wanted || label.toLowerCase() === wanted,
  );
  const choice =
    byNumber ?? byName ?? only(choices.filter(({ label }) => label.toLowerCase().startsWith(wanted)));
  if (choice !== undefined) return { kind: 'value', text: choice.value };
  return {
    kind: 'none',
    reason: `\`${text}\` is none of them: answer with a number from 1 to ${choices.length}.`,
  };
}

function only<T>(some: readonly T[]): T | undefined {
  return some.length === 1 ? some[0] : undefined;
}

/** One of several things by its number; null for what is no number of them. Enter takes the first. */
export function numberOf(typed: string, count: number): number | null {
  const text = typed.trim();
  if (text === '') return count > 0 ? 0 : null;
  const number = /^\d+$/.test(text) ? Number(text) : 0;
  return number >= 1 && number <= count ? number - 1 : null;
}
