import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { kernelViews } from './kernel-views.js';
import { type IdRange, mapWords, sameIds } from './subordinate-ids.js';
import { systemPath } from './system-path.js';

/** Paths of the programs that a namespace is made with. */
type Programs = ReadonlyMap<string, string | null>;

interface Ids {
  uids: readonly IdRange[];
  gids: readonly IdRange[];
}

/** A user namespace that is given ids. */
export interface NamespaceInput {
  programs: Programs;
  /** Gives the namespace of this process its ids. */
  giveIds(pid: number): Promise<void>;
}

const env = { PATH: systemPath.join(':'), LC_ALL: 'C.UTF-8' };

/** Every mount, and the host name, that the views of a program need: a machine may allow namespaces and not these. */
const trial = `${kernelViews}
mount -t tmpfs tmpfs /tmp
mkdir /tmp/proc /tmp/sys
show_proc /tmp/proc
show_sys /tmp/sys
name_host`;

const ownNamespaces = ['--fork', '--kill-child', '--pid', '--mount', '--ipc', '--uts', '--net'];

/**
 * Sees whether we may make the namespaces that programs need as we are.
 * @throws Error with what refused them.
 */
export async function tryNamespaces(programs: Programs): Promise<void> {
  await runQuietly(programs.get('unshare') ?? 'unshare', [...ownNamespaces, 'sh', '-euc', trial]);
}

/** Gives a namespace our own id as root's, and these ranges as the other ids from 1 on. */
export function giveRanges(programs: Programs, { uids, gids }: Ids): NamespaceInput['giveIds'] {
  return async (pid) => {
    for (const [helper, own, ranges] of [
      ['newuidmap', process.geteuid?.() ?? 0, uids],
      ['newgidmap', process.getegid?.() ?? 0, gids],
    ] as const) {
      await runQuietly(programs.get(helper) ?? helper, [String(pid), ...mapWords(own, ranges)]);
    }
  };
}

/** Gives a namespace these ids, which are our own, by the same numbers: root may (user_namespaces(7)). */
export function giveSameIds({ uids, gids }: Ids): NamespaceInput['giveIds'] {
  return async (pid) => {
    await writeFile(`/proc/${pid}/uid_map`, sameIds(uids));
    await writeFile(`/proc/${pid}/gid_map`, sameIds(gids));
  };
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
