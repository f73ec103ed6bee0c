/** What is said in a language other than English, which the source holds. */
export interface Language {
  /** As BCP 47 has it: `ja`. */
  tag: string;
  /** What it has for an English text in which `{0}` stands for the first value, or undefined. */
  textOf(english: string): string | undefined;
}

type Value = string | number | null | undefined;

/** The language of the terminal, and so of the whole program; null is English. */
let current: Language | null = null;

/** Chooses the language of all that is said from now on: called once, before anything is said. */
export function speak(language: Language | null): void {
  current = language;
}

/** The language that is spoken, as BCP 47 has it. */
export function spokenTag(): string {
  return current?.tag ?? 'en';
}

/**
 * A text with its values in the language of the person. The English one is its key in the catalogue, so it stands here
 * as a whole, and is not put together of parts: other languages have another order.
 */
export function t(parts: TemplateStringsArray, ...values: readonly Value[]): string {
  const found = current?.textOf(keyOf(parts));
  if (found === undefined) return String.raw({ raw: parts }, ...values);
  return found.replace(/\{(\d+)\}/g, (_, index: string) => String(values[Number(index)]));
}

/** Marks a text of a record or a constant, which holds it in English until {@link translated} is asked for it. */
export function later(parts: TemplateStringsArray): string {
  return parts.join('');
}

/** A marked text in the language of the person, between the blanks that it has; what nobody translates stays as it is. */
export function translated(english: string): string {
  const words = english.trim();
  const found = current?.textOf(words);
  return found === undefined ? english : english.replace(words, () => found);
}

/** What a key does, in a word or two: such a text has its own translation, as `key: log`. */
export function translatedHint(english: string): string {
  return current?.textOf(hintKey(english)) ?? english;
}

/** The key of such a text in a catalogue. */
export function hintKey(english: string): string {
  return `key: ${english}`;
}

/** Sentences one behind another, as the language has them; those that are empty are left out. */
export function sentences(...all: readonly string[]): string {
  const said = all.filter((one) => one !== '');
  return said.length === 0 ? '' : said.reduce((before, next) => t`${before} ${next}`);
}

/** `a`, `a and b`, `a, b and c`. */
export function allOf(words: readonly string[]): string {
  return listed(words, (before, last) => t`${before} and ${last}`);
}

/** `a`, `a or b`, `a, b or c`. */
export function oneOf(words: readonly string[]): string {
  return listed(words, (before, last) => t`${before} or ${last}`);
}

function listed(words: readonly string[], join: (before: string, last: string) => string): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : join(words.slice(0, -1).join(t`, `), last);
}

const keys = new WeakMap<TemplateStringsArray, string>();

/** The key of a text in a catalogue: `Took {0}.` */
function keyOf(parts: TemplateStringsArray): string {
  const known = keys.get(parts);
  if (known !== undefined) return known;
  const key = parts.reduce((text, part, index) => `${text}{${index - 1}}${part}`);
  keys.set(parts, key);
  return key;
}
