/**
 * What a terminal obeys instead of showing it: control characters but for tabs and line ends, and those that turn the
 * direction of what follows, by which a text can look like another one (Unicode, UAX #9).
 */
const obeyed = /(?!\r\n)[^\P{Cc}\t\n]|[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** A text with what a terminal would obey written as `\u001b`, which JSON has for it too. */
export function visibleText(text: string): string {
  return text.replace(obeyed, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** The same in as many characters: where the text has its place in a drawing. */
export function drawnText(text: string): string {
  return text.replace(obeyed, '\ufffd');
}
