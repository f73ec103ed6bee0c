import { type Command, CommanderError } from 'commander';
import { badInput } from '../base/failure.js';
import { printText } from '../base/print-text.js';
import { holdsSecret } from '../base/secret-text.js';
import type { CommandContext } from './command.js';

export interface ParsedArguments {
  /** By name of the option, as commander has them: `mainDisk`, `json`. */
  options: Record<string, unknown>;
  /** What stands behind the options. */
  args: string[];
}

/**
 * Parses the words behind a subcommand's name.
 * @returns Null when the help was asked for and printed, or only a description of the command.
 * @throws Failure (exit status 2) for an option or argument that the command does not know, or lacks.
 */
export function parseWith(
  command: Command,
  words: readonly string[],
  context: Pick<CommandContext, 'stdout' | 'describe'>,
): ParsedArguments | null {
  if (context.describe !== undefined) {
    context.describe(command);
    return null;
  }
  command
    .exitOverride()
    .configureOutput({ writeOut: (text) => printText(context.stdout, text), writeErr: () => {} })
    .configureHelp({
      helpWidth: Math.min(context.stdout.columns ?? 100, 110),
      commandUsage: (shown) => `tmpfsroot-wizard ${shown.name()} ${shown.usage()}`,
    });
  try {
    command.parse([...words], { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return null;
    throw commandLineFailure(command, error.message);
  }
  return { options: command.opts(), args: command.args };
}

/** Commander's message: "error: unknown option '--relase'\n(Did you mean --release?)". */
function commandLineFailure(command: Command, message: string) {
  const [first = '', hint] = message.replace(/^error: /, '').split('\n');
  const sentence = first.charAt(0).toUpperCase() + first.slice(1).replace(/\.$/, '');
  const guess = /Did you mean (?:one of )?(.*?)\?/.exec(hint ?? '')?.[1];
  const help = `See \`tmpfsroot-wizard ${command.name()} --help\`.`;
  return badInput({
    what: holdsSecret(message)
      ? 'The command line holds a private key (it is not shown here), where none is expected.'
      : `${sentence.replace(/'([^']*)'/g, '`$1`')}.`,
    remedy: guess === undefined ? help : `Did you mean \`${guess}\`? ${help}`,
  });
}
