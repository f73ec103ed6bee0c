import type { Argument, Command, Option } from 'commander';

/** Something that a person may type next. */
export interface Candidate {
  value: string;
  description: string;
}

/** What the shell itself adds: names of files, of folders only, or nothing. */
export type PathKind = 'none' | 'files' | 'folders';

export interface Completion {
  candidates: readonly Candidate[];
  paths: PathKind;
}

/** What the values of an option or an argument can be. */
export type ValuesOf = (
  command: Command,
  of: Option | Argument,
  typed: readonly string[],
) => Promise<Completion>;

export const noCompletion: Completion = { candidates: [], paths: 'none' };

/** The words of a command line as a shell has them, and how what is typed now is to be answered. */
interface TypedWord {
  before: readonly string[];
  /** What the candidates must begin with. */
  current: string;
  /** What stands before each candidate in the word that the shell replaces: `--release=`. */
  prefix: string;
}

/**
 * What can come next behind a subcommand's name.
 * @param words Those behind the name; the last one is typed at the moment, and may be empty.
 */
export async function completeWords(
  command: Command,
  words: readonly string[],
  valuesOf: ValuesOf,
): Promise<Completion> {
  const { before, current, prefix } = typedWord(words);
  const last = before.at(-1);
  const pending = last === undefined || isBehindEnd(before) ? undefined : optionOf(command, last);
  if (pending !== undefined && takesValue(pending)) {
    return fitting(await valuesOf(command, pending, before), current, prefix);
  }
  if (prefix !== '') return noCompletion;
  if (current.startsWith('-') && !isBehindEnd(before)) {
    return fitting({ candidates: optionsOf(command, before), paths: 'none' }, current, '');
  }
  const argument = argumentAt(command, before);
  if (argument === undefined) return noCompletion;
  return fitting(await valuesOf(command, argument, before), current, '');
}

/** What of a completion begins with what was typed. */
export function fitting({ candidates, paths }: Completion, current: string, prefix: string): Completion {
  return {
    candidates: candidates
      .filter(({ value }) => value.startsWith(current))
      .map((one) => ({ ...one, value: prefix + one.value })),
    paths,
  };
}

/** bash takes `--release=44` for three words and replaces the last; zsh and fish replace it whole. */
function typedWord(words: readonly string[]): TypedWord {
  const before = words.slice(0, -1);
  const current = words.at(-1) ?? '';
  if (current === '=' && before.at(-1)?.startsWith('--')) return { before, current: '', prefix: '' };
  if (before.at(-1) === '=') return { before: before.slice(0, -1), current, prefix: '' };
  const [, name, value] = /^(--[^=]+)=(.*)$/s.exec(current) ?? [];
  if (name === undefined || value === undefined) return { before, current, prefix: '' };
  return { before: [...before, name], current: value, prefix: `${name}=` };
}

function isBehindEnd(before: readonly string[]): boolean {
  return before.includes('--');
}

function optionOf(command: Command, word: string): Option | undefined {
  return command.options.find(({ long, short }) => word === long || word === short);
}

function takesValue({ required, optional }: Option): boolean {
  return required || optional;
}

function optionsOf(command: Command, before: readonly string[]): Candidate[] {
  return [
    ...command.options
      .filter((option) => option.variadic || option.parseArg !== undefined || !isGiven(option, before))
      .map(({ long, short, description }) => ({ value: long ?? short ?? '', description })),
    { value: '--help', description: 'display help for command' },
  ];
}

function isGiven({ long, short }: Option, before: readonly string[]): boolean {
  return before.some((word) => word === long || word === short);
}

/** The argument that a word would be now: words behind options that take a value are none. */
function argumentAt(command: Command, before: readonly string[]): Argument | undefined {
  let count = 0;
  for (const [index, word] of before.entries()) {
    if (word.startsWith('-') || word === '=') continue;
    const option = optionOf(
      command,
      before[index - 1] === '=' ? (before[index - 2] ?? '') : (before[index - 1] ?? ''),
    );
    if (option === undefined || !takesValue(option)) count += 1;
  }
  const { registeredArguments: known } = command;
  return known[count] ?? (known.at(-1)?.variadic === true ? known.at(-1) : undefined);
}
