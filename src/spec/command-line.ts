import { specToFlags } from './flag-words.js';
import type { ImageSpec } from './image-spec.js';

export interface CommandLineOptions {
  /** What the flags come on top of: a preset, or the project file; the default spec of the same name if absent. */
  base?: ImageSpec;
  /** The words before the flags. */
  command?: readonly string[];
}

/** The command line that builds this spec, word by word: parsing it gives exactly this spec. */
export function commandLine(spec: ImageSpec, options: CommandLineOptions = {}): string[] {
  const { base, command = ['tmpfsroot-wizard', 'build'] } = options;
  return [...command, ...specToFlags(spec, base)];
}

/** A command line to copy into any POSIX shell: words are quoted where they need it. */
export function shellWords(words: readonly string[]): string {
  return words.map(shellWord).join(' ');
}

function shellWord(word: string): string {
  // A `=` early in a word would be an assignment, a `~` at its beginning somebody's home.
  if (/^[A-Za-z0-9_./:@%+,-][A-Za-z0-9_./:@%+,=-]*$/.test(word) && !/^[A-Za-z_]\w*=/.test(word)) return word;
  return `'${word.replaceAll("'", "'\\''")}'`;
}
