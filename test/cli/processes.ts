import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { type ProcessEntry, parseStat } from '../../src/engine/process-tree.js';

function allProcesses(): ProcessEntry[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map((pid) => {
      try {
        return parseStat(readFileSync(`/proc/${pid}/stat`, 'utf8'));
      } catch {
        return null;
      }
    })
    .filter((entry) => entry !== null);
}

/** Everything that descends from a process, as it is at this moment. */
export function descendantsOf(pid: number): ProcessEntry[] {
  const processes = allProcesses();
  const found = new Set([pid]);
  for (let before = 0; before !== found.size; ) {
    before = found.size;
    for (const one of processes) if (found.has(one.parent)) found.add(one.pid);
  }
  return processes.filter((one) => found.has(one.pid) && one.pid !== pid);
}

/** Which of them still live. */
export function stillAlive(some: readonly ProcessEntry[]): string[] {
  const processes = allProcesses();
  return some
    .filter(({ pid, started }) =>
      processes.some((one) => one.pid === pid && one.started === started && !one.zombie),
    )
    .map(({ pid }) => describe(pid));
}

/** Processes that work on files below a folder, by their words, folder or root. */
export function processesOn(dir: string): string[] {
  return allProcesses()
    .filter(({ zombie }) => !zombie)
    .map(({ pid }) => describe(pid))
    .filter((text) => text.includes(dir));
}

/** Mounts of this machine below a folder. */
export function mountsBelow(dir: string): string[] {
  return readFileSync('/proc/self/mountinfo', 'utf8')
    .split('\n')
    .filter((line) => line.includes(dir));
}

function describe(pid: number): string {
  const link = (name: string) => {
    try {
      return readlinkSync(`/proc/${pid}/${name}`);
    } catch {
      return '';
    }
  };
  try {
    const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    return `${pid}: ${words}(in ${link('cwd')}, root ${link('root')})`;
  } catch {
    return '';
  }
}
