import { constants } from 'node:os';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { stageFailed } from '../spec/failure.js';
import { registerCleanup } from './cleanup.js';
import type { Command, ConversationCommand, Finished, Running } from './engine.js';
import { splitLines } from './line-splitter.js';
import { endTree, killGroup } from './process-tree.js';

/** Lines of output that are kept for the message of a failure. */
const keptLines = 20;
/** How long output may stay open, held by a background process, after the program itself has ended. */
const lingerMs = 500;

export interface ProcessOptions {
  /** Absolute path of the program. */
  file: string;
  command: Command & ConversationCommand;
  /** Keep standard input open for {@link Running.write}. */
  conversation: boolean;
  env: Record<string, string>;
  graceMs: number;
  log: (line: string) => void;
}

export interface RunningProcess extends Omit<Running, 'finished'> {
  finished: Promise<Finished & { aborted: boolean }>;
}

/**
 * Starts a program in a session of its own, and sees to it that nothing of it is left when it ended,
 * when its signal was aborted, or when we end ourselves.
 * @throws Failure when it cannot be started.
 */
export async function startProcess(options: ProcessOptions): Promise<RunningProcess> {
  const { command, log } = options;
  const { child, ended } = await spawn(options);
  const pid = child.pid;
  if (pid === undefined) {
    const { originalMessage } = await ended;
    throw stageFailed({
      what: `\`${command.program}\` cannot be started for ${command.purpose}: ${originalMessage ?? 'unknown reason'}.`,
      where: options.file,
    });
  }
  const startedAt = Date.now();
  log(`$ ${[command.program, ...command.args].join(' ')}`);
  const forget = registerCleanup(() => killGroup(pid));

  const lastLines: string[] = [];
  const captured: Buffer[] = [];
  const watch = (stream: Readable | null | undefined, from: 'stdout' | 'stderr') =>
    readLines(stream, (line) => {
      if (lastLines.push(line) > keptLines) lastLines.shift();
      log(line);
      command.onLine?.(line, from);
    });
  if (command.capture) child.stdout?.on('data', (bytes: Buffer) => captured.push(bytes));
  if (command.onOutput) child.stdout?.on('data', command.onOutput);
  const outputs = Promise.all([watch(child.stdout, 'stdout'), watch(child.stderr, 'stderr')]);

  let ending: Promise<void> | undefined;
  const end = (graceMs: number) => {
    ending ??= endTree(pid, graceMs);
    if (graceMs === 0) killGroup(pid);
    return ending;
  };
  const abort = () => void end(options.graceMs);
  command.signal?.addEventListener('abort', abort, { once: true });
  if (command.signal?.aborted) abort();

  const finish = async () => {
    const { status } = await ended;
    await Promise.race([outputs, sleep(lingerMs, undefined, { ref: false })]);
    killGroup(pid);
    await ending;
    await Promise.race([outputs, sleep(lingerMs, undefined, { ref: false })]);
    child.stdout?.destroy();
    child.stderr?.destroy();
    command.signal?.removeEventListener('abort', abort);
    forget();
    log(`= ${command.program}: status ${status}, ${((Date.now() - startedAt) / 1000).toFixed(2)} s`);
    const aborted = ending !== undefined && command.signal?.aborted === true;
    return { status, stdout: Buffer.concat(captured).toString('utf8'), lastLines, aborted };
  };

  return {
    finished: finish(),
    write: (text) => {
      if (child.stdin?.writable) child.stdin.write(text);
    },
    closeInput: () => child.stdin?.end(),
    kill: async () => {
      await end(0);
    },
  };
}

interface Ended {
  /** 128 + N for a program that signal N ended, as a shell has it. */
  status: number;
  originalMessage: string | undefined;
}

async function spawn({ file, command, conversation, env }: ProcessOptions) {
  // Loaded at the first program, not at our start: a build with nothing to do runs none.
  const { execa } = await import('execa');
  const child = execa(file, [...command.args], {
    detached: true,
    cleanup: false,
    extendEnv: false,
    env,
    ...(command.cwd === undefined ? {} : { cwd: command.cwd }),
    ...(command.input === undefined ? { stdin: conversation ? 'pipe' : 'ignore' } : { input: command.input }),
    stdout: command.stdoutFile === undefined ? 'pipe' : { file: command.stdoutFile },
    stderr: 'pipe',
    buffer: false,
    reject: false,
  });
  // A program may end without having read its input.
  child.stdin?.on('error', () => {});
  const ended = child.then(({ exitCode, signal, originalMessage }): Ended => ({
    status: exitCode ?? 128 + (signal === undefined ? 0 : constants.signals[signal]),
    originalMessage,
  }));
  return { child, ended };
}

async function readLines(stream: Readable | null | undefined, onLine: (line: string) => void): Promise<void> {
  if (stream === null || stream === undefined) return;
  const splitter = splitLines(onLine);
  await new Promise<void>((resolve) => {
    stream.on('data', (bytes: Uint8Array) => splitter.push(bytes));
    stream.once('close', resolve);
    stream.once('error', () => resolve());
  });
  splitter.end();
}
