import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { promisify } from 'node:util';
import { type IdRange, mapWords } from './subordinate-ids.js';
import { systemPath } from './system-path.js';

/** A user namespace that is given mapped ids. */
export interface NamespaceInput {
  /** Paths of the programs that it is made with. */
  programs: ReadonlyMap<string, string | null>;
  uids: readonly IdRange[];
  gids: readonly IdRange[];
}

const env = { PATH: systemPath.join(':'), LC_ALL: 'C.UTF-8' };

/** Every mount, and the host name, that the views of a program need: a machine may allow namespaces and not these. */
const trial = `mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t tmpfs tmpfs /tmp
hostname localhost`;

const ownNamespaces = ['--fork', '--kill-child', '--pid', '--mount', '--ipc', '--uts', '--net'];

/**
 * Makes a user namespace in which we are root, and the ranges are the other ids from 1 on. It lives by a file
 * descriptor of this process: no process holds it, and it ends with us however we end.
 * @returns Words to put before a program that is to run in it. Our groups stay: they may be what lets us read a
 *   project.
 * @throws Error with what refused it; nothing is left then.
 */
export async function makeUserNamespace({ programs, uids, gids }: NamespaceInput): Promise<string[]> {
  const file = (name: string) => programs.get(name) ?? name;
  const script = 'echo; read -r _ || :';
  const first = spawn(file('unshare'), ['--user', '--', 'sh', '-c', script], { env, stdio: 'pipe' });
  try {
    await ready(first);
    const pid = String(first.pid);
    await runQuietly(file('newuidmap'), [pid, ...mapWords(process.geteuid?.() ?? 0, uids)]);
    await runQuietly(file('newgidmap'), [pid, ...mapWords(process.getegid?.() ?? 0, gids)]);
    const held = openSync(`/proc/${pid}/ns/user`, 'r');
    // nsenter finds it by this link for as long as we live.
    const words = [`--user=/proc/${process.pid}/fd/${held}`, '--preserve-credentials', '--'];
    try {
      await runQuietly(file('nsenter'), [...words, file('unshare'), ...ownNamespaces, 'sh', '-euc', trial]);
    } catch (error) {
      closeSync(held);
      throw error;
    }
    return [file('nsenter'), ...words];
  } finally {
    first.kill('SIGKILL');
  }
}

/** Resolves when the namespace is there. */
async function ready(first: ChildProcess): Promise<void> {
  let said = '';
  first.stderr?.on('data', (bytes: Buffer) => {
    said += bytes.toString();
  });
  const failed = once(first, 'close').then(() => {
    throw new Error(said.trim());
  });
  failed.catch(() => {});
  await Promise.race([once(first.stdout as NonNullable<typeof first.stdout>, 'data'), failed]);
}

async function runQuietly(program: string, args: readonly string[]): Promise<void> {
  try {
    await promisify(execFile)(program, [...args], { env });
  } catch (error) {
    const { stderr, message } = error as { stderr?: string; message: string };
    throw new Error(stderr?.trim() || message);
  }
}
