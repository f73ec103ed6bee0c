import { createInterface } from 'node:readline/promises';
import { badInput } from '../base/failure.js';
import type { CommandContext } from './command.js';

/**
 * Asks a person to agree; only `y` and `yes` do.
 * @param without What to say where there is no terminal to ask on.
 * @throws Failure (exit status 2) where there is none.
 */
export async function confirm(
  question: string,
  without: { what: string; remedy: string },
  { stdin, stderr, signal }: Pick<CommandContext, 'stdin' | 'stderr' | 'signal'>,
): Promise<boolean> {
  if (stdin.isTTY !== true) throw badInput(without);
  const terminal = createInterface({ input: stdin, output: stderr });
  try {
    const answer = await terminal.question(`${question} [y/N] `, { signal });
    return /^y(es)?$/i.test(answer.trim());
  } finally {
    terminal.close();
  }
}
