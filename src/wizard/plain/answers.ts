import { later, t } from '../../base/language/texts.js';
import { nearest } from '../../base/nearest.js';
import type { Choice } from '../model/fields.js';

/** Answers that move instead of saying something; none of them is the value of any field. */
export type Move = 'keep' | 'back' | 'skip' | 'undo' | 'redo' | 'help' | 'fix';

/** What the signs do, a line each: said once at the beginning. */
export const signs = [
  later`Enter alone keeps what stands in [brackets]. ? explains, and reads the choices again.`,
  later`< goes back one question, > leaves the rest of a screen as it is.`,
  later`<< takes the last answer back, >> gives it again.`,
  later`! takes a suggestion, . empties a field. Ctrl-C leaves; your answers are kept.`,
];

/** The same for a person who has heard it once. */
export const signsInShort = later`Enter keeps, < goes back, > leaves the rest, << takes back, >> gives again, ! takes a suggestion, . empties.`;

const moves: Readonly<Record<string, Move>> = {
  '': 'keep',
  '<': 'back',
  '>': 'skip',
  '<<': 'undo',
  '>>': 'redo',
  '?': 'help',
  '!': 'fix',
};

/** The move that an answer is, or null: then it is a value. */
export function moveOf(typed: string): Move | null {
  const text = typed.trim();
  return Object.hasOwn(moves, text) ? (moves[text] as Move) : null;
}

/** What was chosen: the value, or what is wrong with the answer, with the choice that was most likely meant. */
export type Chosen = { value: string } | { reason: string; nearest: Choice | null };

/** One of several choices by its number, its value or name, or the beginning of its name. */
export function choiceOf(typed: string, choices: readonly Choice[]): Chosen {
  const text = typed.trim();
  const wanted = text.toLowerCase();
  const at = /^\d+$/.test(text) ? choices[Number(text) - 1] : undefined;
  const named = choices.find(({ value, label }) =>
    [value.toLowerCase(), label.toLowerCase()].includes(wanted),
  );
  const begun = choices.filter(({ label }) => label.toLowerCase().startsWith(wanted));
  const choice = at ?? named ?? (begun.length === 1 ? begun[0] : undefined);
  if (choice !== undefined) return { value: choice.value };
  const [near] = nearest(
    text,
    choices.flatMap(({ value, label }) => [value, label]),
    1,
  );
  return {
    reason: t`\`${text}\` is not one of them: answer with a number from 1 to ${choices.length}, or a name.`,
    nearest: choices.find(({ value, label }) => value === near || label === near) ?? null,
  };
}

/** Whether an answer is yes (true) or no (false), or null for neither. */
export function yesOrNo(typed: string): boolean | null {
  const text = typed.trim().toLowerCase();
  if (['y', 'yes', '1'].includes(text)) return true;
  return ['n', 'no', '2'].includes(text) ? false : null;
}

/** Indexes of several things by their numbers, `2 1`, in that order; or the word that is not one of the numbers. */
export function numbersOf(typed: string, count: number): number[] | { wrong: string } {
  const words = typed.split(/[\s,]+/).filter((word) => word !== '');
  const wrong = words.find((word) => !/^\d+$/.test(word) || Number(word) < 1 || Number(word) > count);
  return wrong === undefined ? [...new Set(words.map((word) => Number(word) - 1))] : { wrong };
}
