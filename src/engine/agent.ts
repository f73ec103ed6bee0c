import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { registerCleanup } from './cleanup.js';
import { killGroup } from './process-tree.js';

/** How often the agent hears of us, in ms: it ends when it hears nothing for two minutes. */
const heartbeatMs = 10_000;
/** How long a container may take to end by itself. */
const endMs = 20_000;

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

/** What comes of a program that the agent runs. */
export interface AgentListener {
  output(bytes: Buffer, from: 'stdout' | 'stderr'): void;
}

/** How a program of the agent ended: by itself, never begun, or with its container. */
export type AgentEnd = { status: number } | { failed: string } | { lost: readonly string[] };

export interface AgentJob {
  readonly ended: Promise<AgentEnd>;
  write(data: string | Uint8Array): void;
  closeInput(): void;
  /** SIGTERM or SIGKILL to all that the program started. */
  signal(kind: 'term' | 'kill'): void;
}

/** A container that runs programs. */
export interface Agent {
  run(request: AgentRequest, listener: AgentListener): AgentJob;
  /** Ends everything in it; resolves when the container is gone. */
  close(): Promise<void>;
}

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
  const [program = '', ...args] = words;
  // A group of its own: Ctrl-C is for us, and we end the container in order.
  const client = spawn(program, args, { env, detached: true, stdio: ['pipe', 'pipe', 'pipe'] });
  const forget = registerCleanup(() => {
    client.stdin.destroy();
    client.kill('SIGTERM');
  });
  const said: string[] = [];
  createInterface({ input: client.stderr }).on('line', (line) => {
    if (said.push(line) > 20) said.shift();
  });
  client.stdin.on('error', () => {});
  const gone = new Promise<number>((resolve) => {
    client.once('error', (error) => {
      said.push(error.message);
      resolve(127);
    });
    client.once('close', (code) => resolve(code ?? 137));
  }).finally(forget);
  const session = new Session(client, gone, said);
  const stop = () => client.stdin.end();
  signal?.addEventListener('abort', stop, { once: true });
  try {
    await session.ready;
    return session;
  } catch (error) {
    await gone;
    throw error;
  } finally {
    signal?.removeEventListener('abort', stop);
  }
}

class Session implements Agent {
  readonly ready: Promise<void>;
  readonly #client: ChildProcessWithoutNullStreams;
  readonly #gone: Promise<number>;
  readonly #jobs = new Map<number, { listener: AgentListener; end: (how: AgentEnd) => void }>();
  #last = 0;

  constructor(client: ChildProcessWithoutNullStreams, gone: Promise<number>, said: readonly string[]) {
    this.#client = client;
    this.#gone = gone;
    const heartbeat = setInterval(() => this.#say({ do: 'alive' }), heartbeatMs);
    heartbeat.unref();
    this.ready = new Promise((resolve, reject) => {
      createInterface({ input: client.stdout }).on('line', (line) => {
        const answer = JSON.parse(line) as Answer;
        if (answer.ready === true) resolve();
        else this.#hear(answer);
      });
      void gone.then((status) => {
        clearInterval(heartbeat);
        reject(new AgentFailure(said, status));
        for (const { end } of this.#jobs.values()) end({ lost: said });
        this.#jobs.clear();
      });
    });
  }

  run(request: AgentRequest, listener: AgentListener): AgentJob {
    this.#last += 1;
    const id = this.#last;
    const ended = new Promise<AgentEnd>((end) => this.#jobs.set(id, { listener, end }));
    this.#say({ do: 'run', id, ...request });
    return {
      ended,
      write: (data) => this.#say({ do: 'write', id, data: Buffer.from(data).toString('base64') }),
      closeInput: () => this.#say({ do: 'close', id }),
      signal: (kind) => this.#say({ do: 'signal', id, kill: kind === 'kill' }),
    };
  }

  async close(): Promise<void> {
    this.#client.stdin.end();
    const { pid } = this.#client;
    const late = sleep(endMs, 'late' as const, { ref: false });
    if ((await Promise.race([this.#gone, late])) === 'late' && pid !== undefined) killGroup(pid);
    await this.#gone;
  }

  #say(request: object): void {
    if (this.#client.stdin.writable) this.#client.stdin.write(`${JSON.stringify(request)}\n`);
  }

  #hear({ id = 0, out, err, ended, failed }: Answer): void {
    const job = this.#jobs.get(id);
    if (job === undefined) return;
    if (out !== undefined) job.listener.output(Buffer.from(out, 'base64'), 'stdout');
    if (err !== undefined) job.listener.output(Buffer.from(err, 'base64'), 'stderr');
    if (ended === undefined && failed === undefined) return;
    this.#jobs.delete(id);
    job.end(failed === undefined ? { status: ended ?? 0 } : { failed });
  }
}
