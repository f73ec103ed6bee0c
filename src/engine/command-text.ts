import { quote, shellWord } from '../base/text/shell-quote.js';

/** A generated file that a script is given has more. */
const mostLines = 20;

/** A command in a log, as a shell takes it. Of a word with many lines it says the first, and how many there are. */
export function commandText(words: readonly string[]): string {
  return words.map(wordText).join(' ');
}

function wordText(word: string): string {
  const lines = word.split('\n');
  return lines.length <= mostLines ? shellWord(word) : quote(`${lines[0]} … (${lines.length} lines)`);
}
