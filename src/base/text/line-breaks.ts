import { graphemesOf, isOneColumnEach } from './width.js';

/** Scripts that set no blanks between words, and may be broken between any two signs. */
const unspaced = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\u3000-\u303f\u30fc\uff01-\uff60]/u;

/** What no line begins with (JIS X 4051): what ends a sentence or closes a bracket, small kana, and the mark of a long vowel. */
const neverFirst =
  /^[、。，．・：；？！」』）］｝〉》】ー々…ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ,.:;?!)\]}%]/;

/** What no line ends with: what opens a bracket. */
const neverLast = /[「『（［｛〈《【([{]$/;

/** A word in the parts between which a line may end. */
export function breakable(word: string): string[] {
  if (isOneColumnEach(word) || !unspaced.test(word)) return [word];
  const parts: string[] = [];
  let part = '';
  let before = '';
  for (const { segment } of graphemesOf(word)) {
    if (part !== '' && mayBreak(before, segment)) {
      parts.push(part);
      part = '';
    }
    part += segment;
    before = segment;
  }
  return [...parts, part];
}

function mayBreak(before: string, after: string): boolean {
  if (neverFirst.test(after) || neverLast.test(before)) return false;
  return unspaced.test(before) || unspaced.test(after);
}
