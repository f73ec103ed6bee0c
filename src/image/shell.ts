import { readFile } from 'node:fs/promises';
import { packageFile } from '../base/fs/package-file.js';
import type { Command, Share } from '../engine/engine.js';
import type { TaskContext } from '../engine/progress.js';
import { foldersCommand, readOnly } from '../engine/views.js';

/** Path of a script of ours in this package: it lies beside the module that runs it. */
export type ShellFile = `src/${string}.sh`;

/**
 * Runs a line of POSIX sh through the engine: work on files of ours that need not be readable for this process, and
 * walks of a tree that follow no link. `args` are $1, $2, ... of the line.
 */
export async function shell(
  ctx: TaskContext,
  purpose: string,
  line: string,
  ...args: string[]
): Promise<void> {
  await run(ctx, purpose, ['-euc', line, 'sh', ...args]);
}

/**
 * Runs a script as {@link shell} runs a line.
 * @param script The file, then its arguments.
 * @param input Its standard input, which is empty otherwise.
 */
export async function shellFile(
  ctx: TaskContext,
  purpose: string,
  [file, ...args]: readonly [ShellFile, ...string[]],
  input?: string | Uint8Array,
): Promise<void> {
  await run(ctx, purpose, [packageFile(file), ...args], input);
}

/**
 * Runs a line that opens files of a root tree by their names. It sees these folders and nothing else of the machine: a
 * link of the tree leads nowhere else.
 */
export async function shellIn(
  ctx: TaskContext,
  folders: readonly Share[],
  purpose: string,
  line: string,
  ...args: string[]
): Promise<void> {
  await runIn(ctx, folders, { purpose, args: ['-euc', line, 'sh', ...args] });
}

/**
 * Runs a script as {@link shellIn} runs a line.
 * @param more Its standard input, which is empty otherwise, and the file that gets its output.
 */
export async function shellFileIn(
  ctx: TaskContext,
  folders: readonly Share[],
  purpose: string,
  [file, ...args]: readonly [ShellFile, ...string[]],
  more: Pick<Command, 'input' | 'stdoutFile'> = {},
): Promise<void> {
  await runIn(ctx, folders, { purpose, args: [packageFile(file), ...args], ...more });
}

async function runIn(
  ctx: TaskContext,
  folders: readonly Share[],
  command: Pick<Command, 'purpose' | 'args' | 'input' | 'stdoutFile'>,
): Promise<void> {
  await ctx.engine.run(
    // With the scripts themselves, and the files of the device.
    foldersCommand({
      program: 'sh',
      folders: [readOnly(packageFile('src')), ...folders],
      signal: ctx.signal,
      ...command,
    }),
  );
}

/** Copies a file of a root tree out of it. */
export async function copyFromTree(
  ctx: TaskContext,
  purpose: string,
  { tree, from, to }: { tree: string; from: string; to: string },
): Promise<void> {
  await runIn(ctx, [readOnly(tree)], { purpose, args: ['-euc', 'cat -- "$1"', 'sh', from], stdoutFile: to });
}

/** The text of a script that runs in a root tree, where this package is not: `sh -c TEXT sh ARGUMENT...`. */
export async function shellText(file: ShellFile): Promise<string> {
  return await readFile(packageFile(file), 'utf8');
}

async function run(
  ctx: TaskContext,
  purpose: string,
  args: readonly string[],
  input?: string | Uint8Array,
): Promise<void> {
  await ctx.engine.run({
    program: 'sh',
    args,
    ...(input === undefined ? {} : { input }),
    purpose,
    handlesTree: true,
    signal: ctx.signal,
  });
}
