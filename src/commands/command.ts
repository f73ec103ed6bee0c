import type { Writable } from 'node:stream';
import type { Command } from 'commander';
import type { ExitStatus } from '../base/failure.js';

/** What a subcommand is given of the world. */
export interface CommandContext {
  cwd: string;
  env: NodeJS.ProcessEnv;
  /** Results only. */
  stdout: Writable & { isTTY?: boolean; columns?: number };
  /** Progress and messages. */
  stderr: Writable & { isTTY?: boolean; columns?: number };
  stdin: NodeJS.ReadableStream & { isTTY?: boolean };
  /** Aborted by Ctrl-C and SIGTERM. */
  signal: AbortSignal;
  /** Present where a command is only to tell its options and arguments, for completion: it gives them, and ends. */
  describe?: (command: Command) => void;
}

/**
 * A subcommand: `args` are those behind its name.
 * @throws Failure for everything that a person must be told; the entry prints it.
 */
export type RunCommand = (args: readonly string[], context: CommandContext) => Promise<ExitStatus>;
