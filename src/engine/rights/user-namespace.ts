import { closeSync, openSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { t } from '../../base/language/texts.js';
import { systemPath } from '../find-program.js';
import { viewWords } from '../native/view.js';
import { askProcess, startProcess } from '../start-process.js';
import { type IdRange, mapArgs, sameIds } from './subordinate-ids.js';

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

const python = '/usr/bin/python3';

const env = { PATH: systemPath.join(':'), LC_ALL: 'C.UTF-8' };

/** The smallest view: a machine may allow namespaces, and not what a view needs besides. */
const trial = [...viewWords({ kind: 'folders', folders: [] }), 'true'];

/**
 * Sees whether we may make the namespaces that programs need as we are.
 * @throws Error with what refused them.
 */
export async function tryNamespaces(): Promise<void> {
  await runQuietly(python, trial);
}

/** Gives a namespace our own id as root's, and these ranges as the other ids from 1 on. */
export function giveRanges(programs: Programs, { uids, gids }: Ids): NamespaceInput['giveIds'] {
  return async (pid) => {
    for (const [helper, own, ranges] of [
      ['newuidmap', process.geteuid?.() ?? 0, uids],
      ['newgidmap', process.getegid?.() ?? 0, gids],
    ] as const) {
      await runQuietly(programs.get(helper) ?? helper, [String(pid), ...mapArgs(own, ranges)]);
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
  let said = '';
  let isThere = () => {};
  const ready = new Promise<void>((resolve) => {
    isThere = resolve;
  });
  const first = await startProcess({
    file: file('unshare'),
    args: ['--user', '--', 'sh', '-c', 'echo; read -r _ || :'],
    env,
    input: { open: true },
    onOutput: (bytes, from) => {
      if (from === 'stdout') isThere();
      else said += bytes.toString();
    },
  });
  const failed = first.ended.then((end) => {
    throw new Error('failed' in end ? end.failed : said.trim());
  });
  failed.catch(() => {});
  try {
    await Promise.race([ready, failed]);
    await giveIds(first.pid as number);
    const held = openSync(`/proc/${first.pid}/ns/user`, 'r');
    // nsenter finds it by this link for as long as we live.
    const words = [`--user=/proc/${process.pid}/fd/${held}`, '--preserve-credentials', '--'];
    try {
      await runQuietly(file('nsenter'), [...words, python, ...trial]);
    } catch (error) {
      closeSync(held);
      throw error;
    }
    return [file('nsenter'), ...words];
  } finally {
    first.signal('kill');
  }
}

async function runQuietly(file: string, args: readonly string[]): Promise<void> {
  const { status, stderr } = await askProcess({ file, args, env });
  if (status !== 0) throw new Error(stderr.trim() || t`${file} ended with status ${status}`);
}
