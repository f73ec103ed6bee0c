/** What Ink takes a drawn line apart into; its own takes the line's characters, each with its looks. */
interface Unit {
  type: 'char';
  value: string;
  fullWidth: false;
  styles: readonly [];
}

/**
 * Takes the place of `@alcalzone/ansi-tokenize` under Ink, which keeps each character with its looks so that texts
 * can lie upon others. On our screens a text has its line for itself: it stays whole, its looks in it. Taking the
 * lines apart and putting them together again was a third of the time from a key to its frame.
 */
export function tokenize(text: string): Unit[] {
  return text === '' ? [] : [{ type: 'char', value: text, fullWidth: false, styles: [] }];
}

export function styledCharsFromTokens(units: Unit[]): Unit[] {
  return units;
}

/** A text is followed by an empty unit for each further column that it covers. */
export function styledCharsToString(units: readonly Pick<Unit, 'value'>[]): string {
  let text = '';
  for (const { value } of units) text += value;
  return text;
}
