import { setTimeout as sleep } from 'node:timers/promises';
import { splitLines } from '../../base/text/line-splitter.js';
import { type Job, type ProcessEnd, type Stream, startProcess } from '../start-process.js';

/** How often the agent hears of us, in ms: it ends when it hears nothing for two minutes. */
const heartbeatMs = 10_000;
/** How long a container may take to end by itself. */
const endMs = 20_000;

/** Lines of its client that are kept for the message of a failure. */
const keptLines = 20;

/** What the agent is asked to run; see container-agent.py. */
export interface AgentRequest {
  /** The first is the program's absolute path in the container. */
  argv: readonly string[];
  env: Readonly<Record<string, string>>;
  cwd: string | null;
  /** Keep standard input open; it is empty otherwise. */
  stdin: boolean;
  stdoutFile: string | null;
  /** Whom the person's files belong to; null where that is root. */
  owner: { uid: number; gid: number } | null;
  /** Runs as root all the same. */
  asRoot: boolean;
}

/** How a program of the agent ended; `lost`: with its container, whose client said this last. */
export type AgentEnd = ProcessEnd | { lost: readonly string[] };

/** A container that runs programs. */
export interface Agent {
  run(request: AgentRequest, onOutput: OnOutput): Job<AgentEnd>;
  /** Ends everything in it; resolves when the container is gone. */
  close(): Promise<void>;
}

type OnOutput = (bytes: Buffer, from: Stream) => void;

interface Answer {
  ready?: true;
  id?: number;
  out?: string;
  err?: string;
  ended?: number;
  failed?: string;
}

/** What the container's client said instead of beginning. */
export class AgentFailure extends Error {
  constructor(
    readonly lastLines: readonly string[],
    readonly status: number,
  ) {
    super(lastLines.at(-1) ?? `status ${status}`);
  }
}

/**
 * Starts a container whose first process is the agent, and waits until it answers.
 * @param words the container client and its arguments
 * @throws AgentFailure when it ends instead.
 */
export async function startAgent(
  words: readonly string[],
  env: NodeJS.ProcessEnv,
  signal?: AbortSignal,
): Promise<Agent> {
  const [file = '', ...args] = words;
  const said: string[] = [];
  let hear = (_answer: Answer): void => {};
  const lines = {
    // One holds all that was read of a program at once.
    stdout: splitLines((line) => hear(JSON.parse(line) as Answer), Number.POSITIVE_INFINITY),
    stderr: splitLines((line) => {
      if (said.push(line) > keptLines) said.shift();
    }),
  };
  const client = await startProcess({
    file,
    args,
    env,
    input: { open: true },
    onOutput: (bytes, from) => lines[from].push(bytes),
    // The client passes it on to the container, which ends in order.
    lastSignal: 'SIGTERM',
    isClient: true,
  });
  const gone = client.ended.then((end) => {
    lines.stderr.end();
    if ('status' in end) return end.status;
    said.push(end.failed);
    return 127;
  });
  const session = new Session(client, gone, said);
  hear = (answer) => session.hear(answer);
  signal?.addEventListener('abort', client.closeInput, { once: true });
  if (signal?.aborted) client.closeInput();
  try {
    await session.ready;
    return session;
  } catch (error) {
    await gone;
    throw error;
  } finally {
    signal?.removeEventListener('abort', client.closeInput);
  }
}

class Session implements Agent {
  readonly ready: Promise<void>;
  readonly #client: Job;
  readonly #gone: Promise<number>;
  readonly #jobs = new Map<number, { onOutput: OnOutput; end: (how: AgentEnd) => void }>();
  #answers = () => {};
  #last = 0;

  constructor(client: Job, gone: Promise<number>, said: readonly string[]) {
    this.#client = client;
    this.#gone = gone;
    const heartbeat = setInterval(() => this.#say({ do: 'alive' }), heartbeatMs);
    heartbeat.unref();
    this.ready = new Promise((resolve, reject) => {
      this.#answers = resolve;
      void gone.then((status) => {
        clearInterval(heartbeat);
        reject(new AgentFailure(said, status));
        for (const { end } of this.#jobs.values()) end({ lost: said });
        this.#jobs.clear();
      });
    });
  }

  run(request: AgentRequest, onOutput: OnOutput): Job<AgentEnd> {
    this.#last += 1;
    const id = this.#last;
    const ended = new Promise<AgentEnd>((end) => this.#jobs.set(id, { onOutput, end }));
    this.#say({ do: 'run', id, ...request });
    return {
      ended,
      write: (data) => this.#say({ do: 'write', id, data: Buffer.from(data).toString('base64') }),
      closeInput: () => this.#say({ do: 'close', id }),
      signal: (kind) => this.#say({ do: 'signal', id, kill: kind === 'kill' }),
    };
  }

  hear({ ready, id = 0, out, err, ended, failed }: Answer): void {
    if (ready === true) this.#answers();
    const job = this.#jobs.get(id);
    if (job === undefined) return;
    if (out !== undefined) job.onOutput(Buffer.from(out, 'base64'), 'stdout');
    if (err !== undefined) job.onOutput(Buffer.from(err, 'base64'), 'stderr');
    if (ended === undefined && failed === undefined) return;
    this.#jobs.delete(id);
    job.end(failed === undefined ? { status: ended ?? 0 } : { failed });
  }

  async close(): Promise<void> {
    this.#client.closeInput();
    const late = sleep(endMs, 'late' as const, { ref: false });
    if ((await Promise.race([this.#gone, late])) === 'late') this.#client.signal('kill');
    await this.#gone;
  }

  #say(request: object): void {
    this.#client.write(`${JSON.stringify(request)}\n`);
  }
}
