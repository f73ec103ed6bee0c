import { createInterface } from 'node:readline/promises';
import { interrupted } from '../base/failure.js';
import type { CommandContext } from './command.js';

/**
 * Asks a person on the terminal, and answers what was typed.
 * @throws Failure with exit status 130 when it is left with Ctrl-C or Ctrl-D, or the signal is aborted.
 */
export async function askLine(
  prompt: string,
  { stdin, stderr, signal }: Pick<CommandContext, 'stdin' | 'stderr' | 'signal'>,
): Promise<string> {
  const terminal = createInterface({ input: stdin, output: stderr });
  try {
    return await new Promise<string>((resolve, reject) => {
      terminal.once('close', () => reject(interrupted()));
      terminal.question(prompt, { signal }).then(resolve, () => reject(interrupted()));
    });
  } finally {
    terminal.close();
  }
}
