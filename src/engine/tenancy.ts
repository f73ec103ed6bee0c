import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, open, readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Engine } from './engine.js';

type Locks = Pick<Engine, 'lockFile'>;

/** Ids of this process, which need no lock to be known as alive. */
const own = new Set<string>();

/**
 * The sign that a process works in a folder: what it makes there has the id in its name, and `PREFIX-ID.lock` beside it
 * is locked as long as the process lives. It is there before anything of that id is, and goes after it.
 */
export interface Tenancy {
  /** Hex digits. */
  id: string;
  /** Gives it back, after all of that id is gone. */
  end(): Promise<void>;
}

/** Begins to work in a folder. */
export async function beginTenancy(engine: Locks, folder: string, prefix: string): Promise<Tenancy> {
  for (;;) {
    const id = randomBytes(6).toString('hex');
    const file = lockPath(folder, prefix, id);
    const handle = await open(file, 'wx', 0o600);
    try {
      const isOurs = (await engine.lockFile(handle, false)) && (await isStillThere(handle, file));
      if (isOurs) {
        own.add(id);
        return { id, end: () => giveBack(handle, file).finally(() => own.delete(id)) };
      }
    } catch (error) {
      await giveBack(handle, file);
      throw error;
    }
    // Somebody who tidied up came before the lock.
    await handle.close();
  }
}

/** Ids that occur in a folder, of the living and of the dead. */
export async function tenantsOf(folder: string, prefix: string): Promise<string[]> {
  const ids = (await readdir(folder))
    .filter((name) => name.startsWith(prefix))
    .map((name) => name.slice(prefix.length).replace(/\.lock$/, ''));
  return [...new Set(ids)];
}

/**
 * Tidies up after a process that has ended, which nobody else does meanwhile.
 * @returns Whether it has ended; a living one is left alone.
 */
export async function tidyUpAfter(
  engine: Locks,
  folder: string,
  prefix: string,
  id: string,
  tidyUp: () => Promise<void>,
): Promise<boolean> {
  if (own.has(id)) return false;
  const file = lockPath(folder, prefix, id);
  // Made where it is missing, so that of two that tidy up only one does.
  const flags = constants.O_RDWR | constants.O_CREAT | constants.O_NOFOLLOW;
  const handle = await open(file, flags, 0o600).catch(() => null);
  // What this user may not write, it cannot tidy up either.
  if (handle === null) return false;
  if (!(await engine.lockFile(handle, false)) || !(await isStillThere(handle, file))) {
    await handle.close();
    return false;
  }
  try {
    await tidyUp();
  } finally {
    await giveBack(handle, file);
  }
  return true;
}

/** Does what only one process may do at a time, of all that use the folder. */
export async function alone<T>(engine: Locks, folder: string, work: () => Promise<T>): Promise<T> {
  const handle = await open(path.join(folder, '.lock'), 'a', 0o600);
  try {
    await engine.lockFile(handle, true);
    return await work();
  } finally {
    await handle.close();
  }
}

function lockPath(folder: string, prefix: string, id: string): string {
  return path.join(folder, `${prefix}${id}.lock`);
}

/** Whether the name still means the file that was opened. */
async function isStillThere(handle: FileHandle, file: string): Promise<boolean> {
  const [held, named] = await Promise.all([handle.stat(), stat(file).catch(() => null)]);
  return held.ino === named?.ino && held.dev === named.dev;
}

/** Removed while it is locked, so that nobody takes it for a dead one's. */
async function giveBack(handle: FileHandle, file: string): Promise<void> {
  await rm(file, { force: true });
  await handle.close();
}
