import { t } from '../../base/language/texts.js';

/** The words of a line, or what keeps it from being taken apart. */
export type Words =
  | {
      words: string[] /** What a `#` in the middle of the last word has cut off, with the sign. */;
      cut: string | null;
    }
  | { problem: string; remedy: string };

/**
 * Takes a line of a kickstart file apart as pykickstart does, by Python's `shlex.split(line, comments=True)`: words
 * end at blanks; `'...'` is literal; in `"..."` a backslash stands before `"` and itself; elsewhere it stands before
 * any character; a bare `#` begins a comment, in the middle of a word too. Lines are read one by one
 * (pykickstart/parser.py, `_stateMachine`), so there are no continued lines: a backslash at the end is refused.
 */
export function splitWords(line: string): Words {
  const words: string[] = [];
  let cut: string | null = null;
  let word: string | null = null;
  let quote: '"' | "'" | null = null;
  for (let at = 0; at < line.length; at++) {
    const char = line[at] as string;
    const next = line[at + 1];
    if (quote === "'") {
      if (char === "'") quote = null;
      else word += char;
    } else if (quote === '"') {
      if (char === '"') quote = null;
      else if (char === '\\' && (next === '"' || next === '\\')) {
        word += next;
        at++;
      } else word += char;
    } else if (char === '"' || char === "'") {
      quote = char;
      word ??= '';
    } else if (char === '\\') {
      if (next === undefined) return continued();
      word = (word ?? '') + next;
      at++;
    } else if (char === '#') {
      if (word !== null) cut = line.slice(at);
      break;
    } else if (/\s/.test(char)) {
      if (word !== null) words.push(word);
      word = null;
    } else word = (word ?? '') + char;
  }
  if (quote !== null) return unclosed(quote);
  if (word !== null) words.push(word);
  return { words, cut };
}

function continued(): Words {
  return {
    problem: t`A backslash stands at the end of the line, and kickstart lines cannot be continued.`,
    remedy: t`Write the command on one line.`,
  };
}

function unclosed(quote: string): Words {
  return {
    problem: t`A quote (\`${quote}\`) is opened and not closed.`,
    remedy: t`Close it on the same line, or put a backslash before it.`,
  };
}
