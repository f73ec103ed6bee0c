import { readFileSync } from 'node:fs';
import { lstat, readlink } from 'node:fs/promises';
import path from 'node:path';

/** What is known of one file or folder on the way to another. */
export interface PathFacts {
  uid: number;
  gid: number;
  /** With the bits of its kind. */
  mode: number;
}

/** Who may change files without our being harmed. */
export interface Trust {
  /** Users. */
  uids: ReadonlySet<number>;
  /** Groups with no other members. */
  gids: ReadonlySet<number>;
}

/** Something on the way to a folder that others may change. */
export interface ForeignPlace {
  file: string;
  /** It is another user's, or others may write to it. */
  kind: 'owner' | 'writable';
  /** Whose it is. */
  uid: number;
}

const sticky = 0o1000;

/**
 * Judges a file, folder or link on the way as ssh(1) judges the way to its keys: its owner and nobody else may write.
 * @param isParent of a folder with the sticky bit, others cannot replace what is ours
 */
export function judgePlace(facts: PathFacts, isParent: boolean, trust: Trust): ForeignPlace['kind'] | null {
  const { uid, gid, mode } = facts;
  if (!trust.uids.has(uid)) return 'owner';
  // A link's own mode means nothing.
  if ((mode & 0o170000) === 0o120000) return null;
  if (isParent && (mode & sticky) !== 0) return null;
  const byOthers = (mode & 0o002) !== 0;
  const byGroup = (mode & 0o020) !== 0 && !trust.gids.has(gid);
  return byOthers || byGroup ? 'writable' : null;
}

/**
 * Looks at a folder and all above it, and where links lead at those too, for what others may change. What is not there
 * yet is nobody's.
 * @returns The first such place; null: there is none.
 */
export async function findForeignPlace(folder: string, trust: Trust): Promise<ForeignPlace | null> {
  const target = path.resolve(folder);
  let links = 0;
  let ahead = target.split(path.sep).filter((name) => name !== '');
  let at: string = path.sep;
  for (;;) {
    const facts = await lstat(at).catch(() => null);
    if (facts === null) return null;
    const kind = judgePlace(facts, ahead.length > 0, trust);
    if (kind !== null) return { file: at, kind, uid: facts.uid };
    if (facts.isSymbolicLink()) {
      links += 1;
      // The kernel gives up here as well.
      if (links > 40) return null;
      const leads = path.resolve(path.dirname(at), await readlink(at));
      ahead = [...leads.split(path.sep).filter((name) => name !== ''), ...ahead];
      at = path.sep;
      continue;
    }
    const [next, ...others] = ahead;
    if (next === undefined) return null;
    at = path.join(at, next);
    ahead = others;
  }
}

/** A user namespace shows so what belongs to users that it does not know, such as the machine's root. */
const overflowId = 65_534;

/**
 * Whom this process trusts with its files: itself, root, who called it by sudo, and the groups that are their own.
 */
export function ownTrust(env: Readonly<Record<string, string | undefined>> = process.env): Trust {
  const uid = process.geteuid?.() ?? 0;
  const uids = new Set([0, uid]);
  const caller = Number(env.SUDO_UID);
  // git does so too: who may become root can change root's files.
  if (uid === 0 && Number.isInteger(caller) && caller > 0) uids.add(caller);
  if (isInUserNamespace()) uids.add(overflowId);
  return { uids, gids: privateGroups(uid) };
}

function isInUserNamespace(): boolean {
  const map = readOrEmpty('/proc/self/uid_map').trim().split(/\s+/).join(' ');
  return map !== '' && map !== '0 0 4294967295';
}

/** Distributions that give each user a group of the same name let it write. */
function privateGroups(uid: number): ReadonlySet<number> {
  const gid = process.getegid?.() ?? 0;
  const rows = (file: string) =>
    readOrEmpty(file)
      .split('\n')
      .map((line) => line.split(':'));
  const users = rows('/etc/passwd');
  // A container may run us as a user that nobody knows.
  const user = users.find(([, , id]) => Number(id) === uid)?.[0];
  const isOthers = users.some(([name, , , group]) => Number(group) === gid && name !== user);
  const group = rows('/etc/group').find(([, , id]) => Number(id) === gid && id !== '');
  const members = (group?.[3] ?? '').split(',').filter((name) => name !== '' && name !== user);
  const isOwn = user !== undefined && group?.[0] === user && !isOthers && members.length === 0;
  // Members of root's group are its deputies.
  return new Set(isOwn ? [0, gid] : [0]);
}

function readOrEmpty(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
