import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { type IdRange, mapWords, parseIdMap, sameIds } from './subordinate-ids.js';
import { systemPath } from './system-path.js';

/** Paths of the programs that a namespace is made with. */
type Programs = ReadonlyMap<string, string | null>;

/** A user namespace that is given ids. */
export interface NamespaceInput {
  programs: Programs;
  /** Gives the namespace of this process its ids. */
  giveIds(pid: number): Promise<void>;
}

const env = { PATH: systemPath.join(':'), LC_ALL: 'C.UTF-8' };

/** Every mount, and the host name, that the views of a program need: a machine may allow namespaces and not these. */
const trial = `mount -t tmpfs tmpfs /tmp
mkdir /tmp/proc /tmp/sys
mount -t proc proc /tmp/proc 2>/dev/null || mount --rbind /proc /tmp/proc
mount -t sysfs sysfs /tmp/sys 2>/dev/null || mount --rbind /sys /tmp/sys
{ echo localhost >/proc/sys/kernel/hostname; } 2>/dev/null || hostname localhost`;

const ownNamespaces = ['--fork', '--kill-child', '--pid', '--mount', '--ipc', '--uts', '--net'];

/**
 * Sees whether we may make the namespaces that programs need as we are.
 * @throws Error with what refused them.
 */
export async function tryNamespaces(programs: Programs): Promise<void> {
  await runQuietly(programs.get('unshare') ?? 'unshare', [...ownNamespaces, 'sh', '-euc', trial]);
}

/** Gives a namespace our own id as root's, and these ranges as the other ids from 1 on. */
export function giveRanges(
  programs: Programs,
  { uids, gids }: { uids: readonly IdRange[]; gids: readonly IdRange[] },
): NamespaceInput['giveIds'] {
  return async (pid) => {
    const words = [String(pid), ...mapWords(process.geteuid?.() ?? 0, uids)];
    await runQuietly(programs.get('newuidmap') ?? 'newuidmap', words);
    const groupWords = [String(pid), ...mapWords(process.getegid?.() ?? 0, gids)];
    await runQuietly(programs.get('newgidmap') ?? 'newgidmap', groupWords);
  };
}

/** Gives a namespace all ids that we have ourselves, by the same numbers: root may (user_namespaces(7)). */
export async function giveOwnIds(pid: number): Promise<void> {
  for (const map of ['uid_map', 'gid_map']) {
    const ranges = parseIdMap(await readFile(`/proc/self/${map}`, 'utf8'));
    await writeFile(`/proc/${pid}/${map}`, sameIds(ranges));
  }
}

/**
 * Makes a user namespace in which we are root. It lives by a file descriptor of this process: no process holds it,
 * and it ends with us however we end.
 * @returns Words to put before a program that is to run in it. Our groups stay: they may be what lets us read a
 *   project.
 * @throws Error with what refused it; nothing is left then.
 */
export async function makeUserNamespace({ programs, giveIds }: NamespaceInput): Promise<string[]> {
  const file = (name: string) => programs.get(name) ?? name;
  const script = 'echo; read -r _ || :';
  const first = spawn(file('unshare'), ['--user', '--', 'sh', '-c', script], { env, stdio: 'pipe' });
  try {
    await ready(first);
    await giveIds(first.pid as number);
    const held = openSync(`/proc/${first.pid}/ns/user`, 'r');
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
