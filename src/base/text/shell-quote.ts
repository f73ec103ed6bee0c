/** A word for sh(1), in single quotes. */
export function quote(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}

/** A command line to copy into any POSIX shell: words are quoted where they need it. */
export function shellWords(words: readonly string[]): string {
  return words.map(shellWord).join(' ');
}

/** A word for a POSIX shell, quoted where it needs it. */
export function shellWord(word: string): string {
  // A `=` early in a word would be an assignment, a `~` at its beginning somebody's home.
  if (/^[A-Za-z0-9_./:@%+,-][A-Za-z0-9_./:@%+,=-]*$/.test(word) && !/^[A-Za-z_]\w*=/.test(word)) return word;
  return quote(word);
}
