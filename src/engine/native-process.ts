import { type ChildProcess, spawn as startChild } from 'node:child_process';
import { constants } from 'node:os';
import type { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Failure, stageFailed } from '../spec/failure.js';
import { registerCleanup } from './cleanup.js';
import type { Command, ConversationCommand, Finished, Running } from './engine.js';
import { keepOutput, type OutputKeeper } from './output-keeper.js';
import { endTree, killGroup, killIn } from './process-tree.js';

/** How long output may stay open, held by a background process, after the program itself has ended. */
const lingerMs = 500;

export interface ProcessOptions {
  /** Words that enter the user namespace which the program runs in; none: ours. */
  enter: readonly string[];
  /** Absolute path of the program, behind what it is started by there. */
  words: readonly string[];
  command: Command & ConversationCommand;
  /** Keep standard input open for {@link Running.write}. */
  conversation: boolean;
  env: Record<string, string>;
  /** File descriptor for the standard output, or undefined: a pipe. */
  stdout: number | undefined;
  graceMs: number;
  log: (line: string) => void;
}

export interface RunningProcess extends Omit<Running, 'finished'> {
  finished: Promise<Finished & { aborted: boolean }>;
}

/**
 * Starts a program in a session of its own, and sees to it that nothing of it is left when it ended,
 * when its signal was aborted, or when we end ourselves.
 * @throws Failure with exit status 1 when it cannot be started.
 */
export async function startProcess(options: ProcessOptions): Promise<RunningProcess> {
  const { command, log } = options;
  const kill = killIn(options.enter);
  const { child, status, whyNot } = await spawn(options);
  const { pid } = child;
  if (pid === undefined) throw startFailure(command, await whyNot());
  const startedAt = Date.now();
  log(`$ ${[command.program, ...command.args].join(' ')}`);
  const forget = registerCleanup(() => killGroup(pid, kill));

  const kept = keepOutput(command, log);
  const outputs = Promise.all([readAll(child.stdout, 'stdout', kept), readAll(child.stderr, 'stderr', kept)]);

  let ending: Promise<void> | undefined;
  const end = (graceMs: number): Promise<void> => {
    if (graceMs === 0) killGroup(pid, kill);
    ending ??= endTree(pid, graceMs, kill);
    return ending;
  };
  const abort = () => void end(options.graceMs);
  command.signal?.addEventListener('abort', abort, { once: true });
  if (command.signal?.aborted) abort();

  const finish = async () => {
    const ended = await status;
    await Promise.race([outputs, sleep(lingerMs, undefined, { ref: false })]);
    killGroup(pid, kill);
    child.stdout?.destroy();
    child.stderr?.destroy();
    await outputs;
    await ending;
    command.signal?.removeEventListener('abort', abort);
    forget();
    log(`= ${command.program}: status ${ended}, ${((Date.now() - startedAt) / 1000).toFixed(2)} s`);
    const aborted = ending !== undefined && command.signal?.aborted === true;
    return { status: ended, stdout: kept.stdout(), lastLines: kept.lastLines, aborted };
  };

  return {
    finished: finish(),
    write: (text) => {
      if (child.stdin?.writable) child.stdin.write(text);
    },
    closeInput: () => {
      child.stdin?.end();
    },
    kill: () => end(0),
  };
}

async function spawn({ enter, words, command, conversation, env, stdout }: ProcessOptions) {
  const [file = '', ...before] = [...enter, ...words];
  const args = [...before, ...command.args];
  const shared = { detached: true, env, ...(command.cwd === undefined ? {} : { cwd: command.cwd }) };
  // A conversation is what somebody waits for at once (the solver is started before all else), and execa takes
  // 50 ms to load; all that it adds is for commands with an input.
  const execa = conversation ? null : (await import('execa')).execa;
  // rpm, dracut and mkdir give files their modes by it: what they make must not depend on who runs us.
  const umask = process.umask(0o022);
  const byExeca =
    execa === null
      ? null
      : execa(file, args, {
          ...shared,
          cleanup: false,
          extendEnv: false,
          ...(command.input === undefined ? { stdin: 'ignore' } : { input: command.input }),
          // A descriptor is handed on as it is; execa's types know only those of standard streams.
          stdout: (stdout ?? 'pipe') as 'pipe',
          stderr: 'pipe',
          buffer: false,
          reject: false,
        } as const);
  const child: ChildProcess =
    byExeca ?? startChild(file, args, { ...shared, stdio: ['pipe', stdout ?? 'pipe', 'pipe'] });
  process.umask(umask);
  const spawnError = new Promise<string>((resolve) => child.once('error', ({ message }) => resolve(message)));
  // A program may end without having read its input.
  child.stdin?.on('error', () => {});
  const status = new Promise<number>((resolve) => {
    child.once('exit', (code, signal) => resolve(code ?? 128 + (signal ? constants.signals[signal] : 0)));
  });
  const whyNot = async () => (byExeca === null ? spawnError : ((await byExeca).message ?? ''));
  return { child, status, whyNot };
}

function readAll(stream: Readable | null, from: 'stdout' | 'stderr', kept: OutputKeeper): Promise<void> {
  if (stream === null) return Promise.resolve();
  return new Promise((resolve) => {
    stream.on('data', (bytes: Buffer) => kept.take(bytes, from));
    stream.on('error', () => {});
    stream.once('close', () => {
      kept.end(from);
      resolve();
    });
  });
}

function startFailure({ program, purpose, cwd }: Command, message: string): Failure {
  return stageFailed({
    what: `\`${program}\` could not be started, for ${purpose}.`,
    why: cwd === undefined ? message : `${message} (in the folder \`${cwd}\`)`,
  });
}
