import { spawnSync } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

/** One process as /proc/PID/stat tells of it. */
export interface ProcessEntry {
  pid: number;
  parent: number;
  group: number;
  session: number;
  zombie: boolean;
  /** Clock ticks since the host's start: tells a process from a later one with the same number. */
  started: string;
}

/** Sends a signal to a process, or to a group by its negative number. */
export type Kill = (target: number, signal: NodeJS.Signals) => void;

/**
 * @param enter words that enter the user namespace which the processes run in; none if they run in ours. A process
 *   there may have taken an id that is not ours: only its own root can end it.
 */
export function killIn(enter: readonly string[]): Kill {
  const [program, ...words] = enter;
  return (target, signal) => {
    try {
      process.kill(target, signal);
    } catch (error) {
      if (program === undefined || (error as NodeJS.ErrnoException).code !== 'EPERM') throw error;
      const kill = ['sh', '-c', 'kill -s "$1" -- "$2"', 'sh', signal.slice('SIG'.length), String(target)];
      spawnSync(program, [...words, ...kill], { stdio: 'ignore' });
    }
  };
}

/**
 * Ends a process that leads its own group, with everything that descends from it, also what has moved to a
 * group or session of its own: SIGTERM, then after `graceMs` SIGKILL. Resolves when all of it is gone.
 */
export async function endTree(leader: number, graceMs: number, kill = killIn([])): Promise<void> {
  const known = new Map<number, string>();
  let signal: NodeJS.Signals = graceMs > 0 ? 'SIGTERM' : 'SIGKILL';
  let signalAt = 0;
  for (let wait = 5; ; wait = Math.min(wait * 2, 100)) {
    const processes = await readProcesses();
    for (const one of membersOf(leader, processes)) known.set(one.pid, one.started);
    const alive = processes.filter((one) => !one.zombie && known.get(one.pid) === one.started);
    if (alive.length === 0 && !groupAnswers(leader, processes)) return;
    if (Date.now() >= signalAt) {
      signalAll(leader, alive, signal, kill);
      signalAt = Date.now() + (signal === 'SIGTERM' ? graceMs : 200);
      signal = 'SIGKILL';
    }
    await sleep(wait);
  }
}

/** Kills a group at once, without waiting; for the end of the process and for what a program left behind. */
export function killGroup(leader: number, kill = killIn([])): void {
  signalAll(leader, [], 'SIGKILL', kill);
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

function signalAll(leader: number, others: Iterable<ProcessEntry>, signal: NodeJS.Signals, kill: Kill): void {
  for (const target of [-leader, ...[...others].map((one) => one.pid)]) {
    try {
      kill(target, signal);
    } catch {
      // Gone already.
    }
  }
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
