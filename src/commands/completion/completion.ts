import { readFile } from 'node:fs/promises';
import { Argument, Command } from 'commander';
import { exitStatus } from '../../base/failure.js';
import { packageFile } from '../../base/fs/package-file.js';
import { printText } from '../../base/print-text.js';
import type { CommandContext, RunCommand } from '../command.js';
import { parseWith } from '../parse.js';
import {
  type Candidate,
  type Completion,
  completeWords,
  fitting,
  noCompletion,
  type PathKind,
} from './complete-words.js';
import { knownValues } from './known-values.js';

/** A command as its table has it. */
export interface CompletedCommand {
  summary: string;
  load(): Promise<{
    run: RunCommand;
    subcommands?: Readonly<Record<string, { summary: string }>>;
    /** Paths that may stand in place of a subcommand. */
    pathsBesideSubcommands?: PathKind;
  }>;
}

type Commands = Readonly<Record<string, CompletedCommand>>;

/** As many as a person may look at; shells ask again with each letter. */
const mostCandidates = 500;

/** `completion SHELL`: prints the script that completes command lines, which calls `completion --words`. */
export function completionOf(commands: Commands): RunCommand {
  return async (words, context) => {
    if (words[0] === '--words') {
      printText(
        context.stdout,
        answerText(await complete(words.slice(2), commands, context).catch(() => noCompletion)),
      );
      return exitStatus.done;
    }
    const parsed = parseWith(completionCommand(), words, context);
    if (parsed === null) return exitStatus.done;
    const file = packageFile(`src/commands/completion/completion.${parsed.args[0]}`);
    printText(context.stdout, await readFile(file, 'utf8'));
    return exitStatus.done;
  };
}

function completionCommand(): Command {
  return new Command('completion')
    .description('Prints a script that completes commands, options and their values in a shell.')
    .addArgument(new Argument('<SHELL>', 'the shell').choices(['bash', 'zsh', 'fish']))
    .addHelpText(
      'after',
      `
The program must be on the PATH: npm install --global tmpfsroot-wizard

Examples:
  tmpfsroot-wizard completion bash > ~/.local/share/bash-completion/completions/tmpfsroot-wizard
  tmpfsroot-wizard completion fish > ~/.config/fish/completions/tmpfsroot-wizard.fish
  source <(tmpfsroot-wizard completion zsh)    # in ~/.zshrc, behind compinit`,
    );
}

/** @param words Those behind the program's name; the last one is typed at the moment. */
async function complete(
  words: readonly string[],
  commands: Commands,
  context: CommandContext,
): Promise<Completion> {
  const values = knownValues(context);
  const [name = '', ...rest] = words;
  if (name.startsWith('-')) return await completeWords(wizardCommand(), words, values);
  if (rest.length === 0) return fitting({ candidates: listed(commands), paths: 'none' }, name, '');
  if (!Object.hasOwn(commands, name)) return noCompletion;
  const { run, subcommands, pathsBesideSubcommands: paths = 'none' } = (await commands[name]?.load()) ?? {};
  if (run === undefined) return noCompletion;
  if (subcommands !== undefined && rest.length === 1) {
    return fitting({ candidates: listed(subcommands), paths }, rest[0] ?? '', '');
  }
  const command = await definitionOf(run, rest, context);
  if (command === null) return noCompletion;
  return await completeWords(command, subcommands === undefined ? rest : rest.slice(1), values);
}

/** What stands behind the program's name without a command. */
function wizardCommand(): Command {
  return new Command('tmpfsroot-wizard')
    .option('-C <DIR>', "the image project's folder")
    .option('--preset <NAME|FILE>', 'begin with a preset')
    .option('--plain', 'ask numbered questions on plain lines')
    .option('--notify', 'ring the bell at the end of a run')
    .option('--no-mouse', 'leave the mouse to the terminal')
    .option('--lang <LANGUAGE>', 'speak this language')
    .option('--version', 'print the version');
}

function listed(commands: Readonly<Record<string, { summary: string }>>): Candidate[] {
  return Object.entries(commands).map(([value, { summary }]) => ({ value, description: summary }));
}

/** A command's options and arguments as the command itself has them. */
async function definitionOf(
  run: RunCommand,
  words: readonly string[],
  context: CommandContext,
): Promise<Command | null> {
  let command: Command | null = null;
  await run(words, {
    ...context,
    describe(own) {
      command = own;
    },
  });
  return command;
}

/** For the scripts: on the first line what paths fit, then each candidate and, behind a tab, what it is. */
function answerText({ candidates, paths }: Completion): string {
  const lines = candidates
    .slice(0, mostCandidates)
    .map(({ value, description }) => `${value}\t${description.replace(/\s+/g, ' ')}`);
  return [paths, ...lines].map((line) => `${line}\n`).join('');
}
