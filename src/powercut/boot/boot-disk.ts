import type { TaskContext } from '../../engine/progress.js';
import { startMachine } from '../../vm/machine.js';
import { readLine, type SeenBoot } from './boot-fault.js';

/** A device that restarts more often than this is taken for one that restarts for ever. */
const mostStarts = 5;
/** What the firmware says at each start. */
const startLine = /BdsDxe: starting/;

export interface BootOrder {
  /** Raw disk image; what is written to it is thrown away. */
  disk: string;
  logFile: string;
  memoryMiB: number;
  /** Whether KVM works here. */
  kvm: boolean;
  limitMs: number;
}

export interface BootedDisk extends SeenBoot {
  starts: number;
  /** From power-on to the commit. */
  seconds: number;
}

/** Starts a disk in QEMU until a slot is committed, it waits for a person, restarts for ever, or the time is over. */
export async function bootDisk(
  { engine, signal }: TaskContext,
  { disk, limitMs, ...hardware }: BootOrder,
): Promise<BootedDisk> {
  const from = performance.now();
  const machine = await startMachine({
    ...{ engine, cpus: 1, network: 'user', ...hardware },
    disks: [{ file: disk, format: 'raw', snapshot: true }],
    signal,
  });
  let seen: SeenBoot = { slot: null, isCommitted: false, prompt: null };
  let starts = 0;
  const timer = setTimeout(() => void machine.powerCut(), limitMs);
  try {
    for await (const line of machine.console) {
      if (startLine.test(line)) starts += 1;
      if (starts > mostStarts) break;
      seen = readLine(seen, line);
      if (seen.slot !== null || seen.prompt !== null) break;
    }
  } finally {
    clearTimeout(timer);
    await machine.powerCut();
  }
  // Where QEMU failed, or the signal ended it, that is the reason to tell.
  await machine.exited;
  return { ...seen, starts, seconds: Math.round((performance.now() - from) / 100) / 10 };
}
