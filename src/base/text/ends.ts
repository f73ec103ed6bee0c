/*
 * What patterns such as `/\/+$/` and `/#.*$/` are used for elsewhere. Those try again at each sign that they find, which
 * takes time that grows with the square of the text.
 */

/** A text without these signs at its end. */
export function withoutTrailing(text: string, signs: string): string {
  let end = text.length;
  while (end > 0 && signs.includes(text.charAt(end - 1))) end -= 1;
  return text.slice(0, end);
}

/** What stands before the first of these signs, or the whole text where none is. */
export function textBefore(text: string, ...signs: readonly string[]): string {
  const places = signs.map((sign) => text.indexOf(sign)).filter((at) => at >= 0);
  return places.length === 0 ? text : text.slice(0, Math.min(...places));
}
