import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

function holderIsGone(lock: string): boolean {
  let pid: number;
  try {
    pid = Number(readFileSync(join(lock, 'pid'), 'utf8'));
  } catch {
    return false;
  }
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

/**
 * Runs `work` while holding a lock folder; another process waits. The lock appears together with its
 * holder's process id (a rename), so a holder that died is always recognised.
 */
export async function withLock<T>(lock: string, work: () => Promise<T>, waiting: () => void): Promise<T> {
  mkdirSync(dirname(lock), { recursive: true });
  const mine = `${lock}.${process.pid}`;
  let told = false;
  for (;;) {
    rmSync(mine, { recursive: true, force: true });
    mkdirSync(mine);
    writeFileSync(join(mine, 'pid'), String(process.pid));
    try {
      renameSync(mine, lock);
      break;
    } catch {
      rmSync(mine, { recursive: true, force: true });
    }
    if (holderIsGone(lock)) {
      // Moved aside first: of several that see the dead holder, one wins the rename.
      const dead = `${lock}.dead.${process.pid}`;
      try {
        renameSync(lock, dead);
        rmSync(dead, { recursive: true, force: true });
      } catch {
        // Someone else was quicker.
      }
      continue;
    }
    if (!told) waiting();
    told = true;
    await sleep(200);
  }
  try {
    return await work();
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}
