import { withoutAccents } from '../../../base/text/accents.js';

/** One value of a list. */
export interface PickItem {
  value: string;
  /** What stands beside it, and is searched too: the country of a time zone. */
  about: string;
  /** Another name of one of the values: those come first that are not. */
  isOther?: boolean;
}

/** Values that a field can be picked from. */
export interface PickList {
  kind: 'list';
  /** As the footer names the key. */
  hint: string;
  /** The field has several values, with blanks between them: the one at the caret is replaced. */
  hasSeveral?: true;
  items(): readonly PickItem[];
}

/** How a field's value can be had otherwise than by typing it. */
export type FieldPick =
  | PickList
  /** Disks of a machine. */
  | { kind: 'disks'; hint: string }
  /** Public keys of files and persons. */
  | { kind: 'keys'; hint: string };

/**
 * The items that have all words of a query, in any order: those whose value begins with them first. Accents and capitals
 * do not matter.
 */
export function picksFor<Item extends PickItem>(items: readonly Item[], query: string): readonly Item[] {
  const wanted = folded(query)
    .split(/\s+/)
    .filter((word) => word !== '');
  if (wanted.length === 0) return items;
  return items
    .map((item) => ({ item, rank: rankOf(item, wanted) }))
    .filter(({ rank }) => rank !== null)
    .sort((a, b) => (a.rank as number) - (b.rank as number))
    .map(({ item }) => item);
}

/** How far an item is from the words: 0 where it is the word itself; null where a word is missing. */
function rankOf({ value, about, isOther = false }: PickItem, wanted: readonly string[]): number | null {
  const [name, text] = [folded(value), folded(about)];
  let sum = isOther ? ranks.length : 0;
  for (const word of wanted) {
    const rank = ranks.findIndex((fits) => fits(word, name, text));
    if (rank < 0) return null;
    sum += rank;
  }
  return sum;
}

/** From the nearest to the farthest way in which an item can have a word. */
const ranks: readonly ((word: string, name: string, about: string) => boolean)[] = [
  (word, name) => name === word,
  (word, name) => name.startsWith(word),
  (word, name) => hasWordFrom(name, word),
  (word, _, about) => about.startsWith(word),
  (word, _, about) => hasWordFrom(about, word),
  (word, name) => name.includes(word),
  (word, _, about) => about.includes(word),
];

function hasWordFrom(text: string, beginning: string): boolean {
  for (let at = text.indexOf(beginning); at >= 0; at = text.indexOf(beginning, at + 1))
    if (at === 0 || !/[\p{L}\p{N}]/u.test(text.charAt(at - 1))) return true;
  return false;
}

function folded(text: string): string {
  return withoutAccents(text).toLowerCase();
}

/**
 * A text of several values in which the one at the caret is replaced; where the caret stands behind a blank, the value is
 * added. No value stands there twice.
 */
export function withValueAt(text: string, caret: number, value: string): string {
  const before = text.slice(0, caret).split(/\s+/);
  const behind = text.slice(caret).split(/\s+/);
  before.pop();
  behind.shift();
  return [...new Set([...before, value, ...behind].filter((word) => word !== ''))].join(' ');
}

/** The value at the caret of a text that has several; empty where there is none. */
export function valueAt(text: string, caret: number): string {
  return `${text.slice(0, caret).split(/\s/).at(-1)}${text.slice(caret).split(/\s/)[0]}`;
}
