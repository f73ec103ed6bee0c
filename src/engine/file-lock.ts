import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { FileHandle } from 'node:fs/promises';
import { missingHere, stageFailed } from '../base/failure.js';
import { t } from '../base/language/texts.js';
import { findProgram, systemPath } from './find-program.js';

/** What flock(1) ends with where another process has the lock. */
const isTaken = 1;

/**
 * Locks an open file for this process, by flock(2). Such a lock belongs to the open file, not to the process that asked
 * for it: flock(1) gets our descriptor, locks it and ends, and the kernel keeps the lock until we close the file or end,
 * however we end. It holds across PID namespaces, containers and NFS clients, where the number of a process means
 * nothing.
 * @param wait until another process gives the lock back; else the answer is false
 * @throws Failure: 3 where flock(1) is missing, 1 where the file system has no locks.
 */
export async function lockFile({ fd }: FileHandle, wait: boolean): Promise<boolean> {
  const program = await findProgram('flock', systemPath);
  if (program === null) {
    throw missingHere({
      what: t`A program is missing on this machine: \`flock\` (shows other runs that this one is alive).`,
      remedy: t`Install the package util-linux.`,
    });
  }
  const child = spawn(program, [...(wait ? [] : ['-n']), '-x', '3'], {
    stdio: ['ignore', 'ignore', 'pipe', fd],
    env: { LC_ALL: 'C.UTF-8' },
    // A Ctrl-C is for us: what has to be removed after it is locked too.
    detached: true,
  });
  let said = '';
  child.stderr?.on('data', (bytes: Buffer) => {
    said += bytes.toString();
  });
  const [status] = (await once(child, 'close')) as [number | null];
  if (status === 0) return true;
  if (status === isTaken && said === '') return false;
  throw stageFailed({
    what: t`A file could not be locked.`,
    why: said.trim() || t`\`flock\` ended with status ${status}.`,
    remedy: t`Use folders on a file system with file locks.`,
  });
}
