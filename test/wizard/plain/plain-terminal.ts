import path from 'node:path';
import type { TestContext } from 'node:test';
import { packageFile } from '../../../src/base/fs/package-file.js';
import { openTerminal, type Terminal } from '../../terminal/terminal.js';

/** The plain wizard in a real pseudo-terminal, and a person who answers its questions. */
export interface PlainTerminal {
  terminal: Terminal;
  /** Waits until a question that begins so waits for its answer. */
  asked(prompt: string): Promise<void>;
  /** Waits for a question, and answers it. */
  answer(prompt: string, text: string): Promise<void>;
  /** Everything that was written since the start. */
  text(): string;
}

export interface PlainTerminalOptions {
  dir: string;
  /** Folder for HOME, for wizards that come one after the other. */
  home?: string;
  args?: readonly string[];
  env?: Readonly<Record<string, string>>;
}

/** Starts it; the terminal is closed when the test is over. */
export function openPlainTerminal(
  t: TestContext,
  { dir, home, args = ['--plain'], env = {} }: PlainTerminalOptions,
): PlainTerminal {
  const terminal = openTerminal({
    program: process.execPath,
    args: [path.join(packageFile('build'), 'src/cli.js'), ...args],
    cwd: dir,
    env,
    ...(home === undefined ? {} : { home }),
    columns: 100,
    rows: 60,
  });
  t.after(() => terminal.close());
  let answeredAt = 0;
  const asked = async (prompt: string) => {
    const isAsked = () => {
      const last = terminal.output().slice(answeredAt).split('\n').at(-1) ?? '';
      return last.includes(prompt) && last.endsWith(': ');
    };
    await terminal.until(isAsked, { timeoutMs: 120_000 }).catch((error: unknown) => {
      throw new Error(`Not asked: ${prompt}`, { cause: error });
    });
  };
  return {
    terminal,
    asked,
    async answer(prompt, text) {
      await asked(prompt);
      answeredAt = terminal.output().length;
      terminal.send(`${text}\r`);
    },
    text: () => terminal.output(),
  };
}
