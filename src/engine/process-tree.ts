import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/** One process as /proc/PID/stat tells of it. */
export interface ProcessEntry {
  pid: number;
  parent: number;
  group: number;
  session: number;
  zombie: boolean;
  /** It runs, or waits for a processor or a disk. */
  busy: boolean;
  /** Clock ticks since the host's start: tells a process from a later one with the same number. */
  started: string;
}

/** Sends a signal to a process, or to a group by its negative number. */
export type Kill = (target: number, signal: NodeJS.Signals) => void;

/** A process that leads its own group, with all that descends from it, also what moved to a group or session of its own. */
export class ProcessTree {
  readonly #leader: number;
  readonly #kill: Kill;
  /** Processes that were seen in it, with their starts. */
  readonly #known = new Map<number, string>();
  #signal: NodeJS.Signals = 'SIGTERM';
  #signalAt = 0;
  #ending: Promise<void> | undefined;

  constructor(leader: number, kill: Kill = process.kill) {
    this.#leader = leader;
    this.#kill = kill;
  }

  /** Signals the group at once, without looking for what has left it. */
  signalGroup(signal: NodeJS.Signals): void {
    this.#signalAll([], signal);
  }

  /** Signals all of it; SIGKILL again until nothing is left. Resolves when all of it is gone. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    this.#signal = signal;
    this.#signalAt = 0;
    this.#ending ??= this.#untilGone();
    return this.#ending;
  }

  /** An end was begun. */
  get isEnding(): boolean {
    return this.#ending !== undefined;
  }

  /** Resolves when an end that was begun is there; at once if none was. */
  async ended(): Promise<void> {
    await this.#ending;
  }

  /** Whether any process of it has work to do, and does not only wait for something to happen. */
  async isBusy(): Promise<boolean> {
    return membersOf(this.#leader, await readProcesses()).some(({ busy }) => busy);
  }

  async #untilGone(): Promise<void> {
    for (let wait = 5; ; wait = Math.min(wait * 2, 100)) {
      const processes = await readProcesses();
      for (const one of membersOf(this.#leader, processes)) this.#known.set(one.pid, one.started);
      const alive = processes.filter((one) => !one.zombie && this.#known.get(one.pid) === one.started);
      if (alive.length === 0 && !groupAnswers(this.#leader, processes)) return;
      if (Date.now() >= this.#signalAt) {
        this.#signalAll(alive, this.#signal);
        this.#signalAt = this.#signal === 'SIGTERM' ? Number.POSITIVE_INFINITY : Date.now() + 200;
      }
      await sleep(wait);
    }
  }

  #signalAll(others: readonly ProcessEntry[], signal: NodeJS.Signals): void {
    for (const target of [-this.#leader, ...others.map(({ pid }) => pid)]) {
      try {
        this.#kill(target, signal);
      } catch {
        // Gone already.
      }
    }
  }
}

/** The living processes of the leader's group or session, and their descendants. */
export function membersOf(leader: number, processes: readonly ProcessEntry[]): ProcessEntry[] {
  const members = new Set(
    processes
      .filter((one) => one.pid === leader || one.group === leader || one.session === leader)
      .map((one) => one.pid),
  );
  for (let before = -1; before !== members.size; ) {
    before = members.size;
    for (const one of processes) if (members.has(one.parent)) members.add(one.pid);
  }
  return processes.filter((one) => members.has(one.pid) && !one.zombie);
}

/** Reads one line of /proc/PID/stat; the name in parentheses may hold blanks and parentheses itself. */
export function parseStat(text: string): ProcessEntry | null {
  const pid = Number.parseInt(text, 10);
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  const [state, parent, group, session] = fields;
  const started = fields[19];
  if (Number.isNaN(pid) || started === undefined) return null;
  return {
    pid,
    parent: Number(parent),
    group: Number(group),
    session: Number(session),
    zombie: state === 'Z' || state === 'X',
    busy: state === 'R' || state === 'D',
    started,
  };
}

async function readProcesses(): Promise<ProcessEntry[]> {
  const names = await readdir('/proc').catch(() => []);
  const entries = await Promise.all(
    names
      .filter((name) => /^\d+$/.test(name))
      .map(async (name) => parseStat(await readFile(`/proc/${name}/stat`, 'utf8').catch(() => ''))),
  );
  return entries.filter((entry) => entry !== null);
}

/** Whether the group lives, where /proc does not show it. Zombies answer too, so /proc is believed first. */
function groupAnswers(leader: number, processes: readonly ProcessEntry[]): boolean {
  if (processes.length > 0) return false;
  try {
    process.kill(-leader, 0);
    return true;
  } catch {
    return false;
  }
}
