import type { ChildProcess } from 'node:child_process';
import { constants } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { execa, execaSync } from 'execa';
import { registerCleanup } from '../base/cleanup.js';
import { type Kill, ProcessTree } from './process-tree.js';

/** How long what a program left behind may be silent and idle, ms, before its output is given up. */
const silenceMs = 500;
/** How long what it left behind may write or work, ms. */
const lingerMs = 10_000;
/** How long what was written may take to arrive, ms, once nothing that we can find is left to write. */
const arrivalMs = 200;

export type Stream = 'stdout' | 'stderr';

/** How a program ended: by itself (one that signal N ended has the status 128 + N), or without having begun. */
export type ProcessEnd = { status: number } | { failed: string };

/** A program that was started. */
export interface Job<End = ProcessEnd> {
  /** Settles when nothing of it is left and all that it said was heard. Never rejects. */
  readonly ended: Promise<End>;
  /** Writes to its standard input; nothing happens when it is gone. */
  write(data: string | Uint8Array): void;
  closeInput(): void;
  /** SIGTERM or SIGKILL to all that it started. */
  signal(kind: 'term' | 'kill'): void;
}

export interface ProcessOptions {
  /** The program's path, or its name on our PATH. */
  file: string;
  args: readonly string[];
  /** All of its environment. */
  env: NodeJS.ProcessEnv;
  cwd?: string;
  /** Its standard input, or `open`: what {@link Job.write} writes. It is empty if absent. */
  input?: string | Uint8Array | { open: true };
  /** File descriptor that is its standard output, instead of `onOutput`. */
  stdout?: number;
  onOutput(bytes: Buffer, from: Stream): void;
  /** Words that enter the user namespace which it runs in; ours if absent. */
  enter?: readonly string[];
  /** What its group gets when we end before it, SIGKILL if absent. */
  lastSignal?: NodeJS.Signals;
  /** It asks a service, and what is left behind it is the service's: podman's removes the container. */
  isClient?: boolean;
}

/**
 * Starts a program in a session of its own. Nothing of it is left when it has ended, or when we end before it.
 *
 * execa starts it. Its ways to end a program are not used: `cancelSignal`, `timeout` and `forceKillAfterDelay` signal
 * the one process that was started, `gracefulCancel` asks a Node.js program by IPC, `cleanup` does nothing for a
 * detached one (lib/terminate/), and none of them reaches a group, a grandchild that left it, or a process in another
 * user namespace. `lines` needs `buffer`, which keeps the whole output in memory, and splits at `\n` only
 * (lib/transform/split.js), where dracut and xorriso write their progress with `\r`. Its result waits for outputs that a
 * background process may keep open for ever (lib/resolve/wait-subprocess.js).
 */
export async function startProcess(options: ProcessOptions): Promise<Job & { pid: number | undefined }> {
  const { input, lastSignal = 'SIGKILL' } = options;
  // Late, since it takes 50 ms that the first screen does not have.
  const loaded = await import('execa');
  const child = spawn(loaded.execa, options);
  const { pid } = child;
  if (pid === undefined) {
    const ended = child.then(({ originalMessage = 'unknown error' }) => ({ failed: originalMessage }));
    return { pid, ended, write() {}, closeInput() {}, signal() {} };
  }
  const tree = new ProcessTree(pid, killIn(options.enter ?? [], loaded.execaSync));
  const forget = registerCleanup(() => {
    child.stdin?.destroy();
    tree.signalGroup(lastSignal);
  });
  let isOver = false;
  const finish = async () => {
    await hearAll(child, options.isClient ? null : tree, options.onOutput);
    const { exitCode, signal } = await child;
    await tree.ended();
    isOver = true;
    forget();
    return { status: exitCode ?? 128 + (signal === undefined ? 0 : constants.signals[signal]) };
  };
  return {
    pid,
    ended: finish(),
    write: (data) => {
      if (typeof input === 'object' && 'open' in input && child.stdin?.writable) child.stdin.write(data);
    },
    closeInput: () => {
      child.stdin?.end();
    },
    signal: (kind) => {
      // Its number may be another one's by then.
      if (isOver) return;
      const signal = kind === 'kill' ? 'SIGKILL' : 'SIGTERM';
      if (options.isClient) tree.signalGroup(signal);
      else void tree.end(signal);
    },
  };
}

/** What a program said, and how it ended; the status is 127 where it could not be started. */
export interface ProcessAnswer {
  status: number;
  stdout: string;
  stderr: string;
}

/** Runs a program that says little. Never rejects. @param patienceMs it is killed after this time */
export async function askProcess(
  options: Pick<ProcessOptions, 'file' | 'args' | 'env' | 'isClient'>,
  patienceMs?: number,
): Promise<ProcessAnswer> {
  const said = { stdout: '', stderr: '' };
  const job = await startProcess({
    ...options,
    onOutput: (bytes, from) => {
      said[from] += bytes.toString();
    },
  });
  const patience = patienceMs === undefined ? undefined : setTimeout(() => job.signal('kill'), patienceMs);
  const end = await job.ended;
  clearTimeout(patience);
  return 'failed' in end ? { status: 127, stdout: '', stderr: end.failed } : { ...end, ...said };
}

function spawn(start: typeof execa, { file, args, env, cwd, input, stdout }: ProcessOptions) {
  const isOpen = typeof input === 'object' && 'open' in input;
  // rpm, dracut and mkdir give files their modes by it: what they make must not depend on who runs us.
  const umask = process.umask(0o022);
  try {
    const child = start(file, args, {
      ...(cwd === undefined ? {} : { cwd }),
      ...(isOpen ? { stdin: 'pipe' } : input === undefined ? { stdin: 'ignore' } : { input }),
      // A descriptor is handed on as it is; execa's types know only those of standard streams.
      stdout: (stdout ?? 'pipe') as 'pipe',
      stderr: 'pipe',
      env,
      extendEnv: false,
      detached: true,
      buffer: false,
      reject: false,
    });
    // A program may end without having read its input.
    child.stdin?.on('error', () => {});
    return child;
  } finally {
    process.umask(umask);
  }
}

/**
 * Hears all that a program says, and what it left running behind it; ends that, and resolves when all is said.
 * @param tree null: what it leaves behind is not ours to end
 */
async function hearAll(
  child: Pick<ChildProcess, Stream | 'once'>,
  tree: ProcessTree | null,
  onOutput: ProcessOptions['onOutput'],
): Promise<void> {
  let heard = 0;
  let isClosed = false;
  const hear = (from: Stream) => {
    const stream = child[from];
    if (stream === null) return Promise.resolve();
    return new Promise<void>((resolve) => {
      stream.on('data', (bytes: Buffer) => {
        heard += 1;
        onOutput(bytes, from);
      });
      stream.on('error', () => {});
      stream.once('close', resolve);
    });
  };
  const outputs = Promise.all([hear('stdout'), hear('stderr')]).then(() => {
    isClosed = true;
  });
  await new Promise<void>((resolve) => child.once('exit', () => resolve()));
  if (tree === null) {
    await outputs;
    return;
  }

  // A process behind it, such as a `tee` that its shell did not wait for, may still pass on its last lines.
  const untilIdle = async () => {
    const step = silenceMs / 5;
    const isDecided = () => isClosed || tree.isEnding;
    for (let silent = 0, all = 0; silent < silenceMs && all < lingerMs && !isDecided(); all += step) {
      const before = heard;
      await sleep(step, undefined, { ref: false });
      silent = !isDecided() && (heard !== before || (await tree.isBusy())) ? 0 : silent + step;
    }
    // One that was aborted has its grace with all that it started.
    await tree.ended();
  };
  await Promise.race([outputs, untilIdle()]);
  if (isClosed) {
    tree.signalGroup('SIGKILL');
    return;
  }
  await tree.end('SIGKILL');
  // What has left the tree cannot be found, and may hold them for ever.
  await Promise.race([outputs, sleep(arrivalMs, undefined, { ref: false })]);
  child.stdout?.destroy();
  child.stderr?.destroy();
  await outputs;
}

/** A process in a user namespace may have taken an id that is not ours: only its own root can end it. */
function killIn([program, ...words]: readonly string[], run: typeof execaSync): Kill {
  return (target, signal) => {
    try {
      process.kill(target, signal);
    } catch (error) {
      if (program === undefined || (error as NodeJS.ErrnoException).code !== 'EPERM') throw error;
      const kill = ['sh', '-c', 'kill -s "$1" -- "$2"', 'sh', signal.slice('SIG'.length), String(target)];
      // At our own end nobody waits.
      run(program, [...words, ...kill], { stdio: 'ignore', reject: false });
    }
  };
}
