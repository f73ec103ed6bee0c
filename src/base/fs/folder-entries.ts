import { constants } from 'node:fs';
import { lstat, readdir, readlink } from 'node:fs/promises';
import { badInput, type Failure } from '../failure.js';
import { t } from '../language/texts.js';
import { pathBytes, pathText, shownPath } from '../text/path-text.js';

export type EntryKind = 'file' | 'folder' | 'link' | 'FIFO' | 'socket' | 'device';

/** One file, folder or link below a folder of the project. */
export interface FolderEntry {
  /** Relative to the folder, with `/`; any bytes, as {@link pathText} writes them. */
  path: string;
  kind: EntryKind;
  /** Permissions with set-user-ID, set-group-ID and sticky bits; 0o777 of a link. */
  mode: number;
  /** Bytes of a file; absent for a further name (hard link) of one that stands before it. */
  size?: number;
  /** Where a link leads. */
  target?: string;
}

/**
 * Everything below a folder, each folder before what is in it, in the order of names; nothing for a folder that does
 * not exist.
 * @throws Failure (exit status 2) when a folder cannot be read.
 */
export async function readFolder(dir: string): Promise<FolderEntry[]> {
  const entries: FolderEntry[] = [];
  await addEntries(pathBytes(dir), '', entries, new Set());
  return entries;
}

async function addEntries(
  dir: Buffer,
  prefix: string,
  entries: FolderEntry[],
  seen: Set<string>,
): Promise<void> {
  for (const name of await namesIn(dir)) {
    const file = joined(dir, name);
    const stats = await lstat(file).catch((error) => {
      throw unreadable(file, error);
    });
    const mode = stats.mode & 0o7777;
    const path = prefix + pathText(name);
    if (stats.isDirectory()) {
      entries.push({ path, kind: 'folder', mode });
      await addEntries(file, `${path}/`, entries, seen);
    } else if (stats.isSymbolicLink()) {
      entries.push({
        path,
        kind: 'link',
        mode,
        target: pathText(await readlink(file, { encoding: 'buffer' })),
      });
    } else {
      const kind = kindOf(stats.mode);
      const inode = `${stats.dev}:${stats.ino}`;
      entries.push({
        path,
        kind,
        mode,
        ...(kind === 'file' && !seen.has(inode) ? { size: stats.size } : {}),
      });
      if (stats.nlink > 1) seen.add(inode);
    }
  }
}

async function namesIn(dir: Buffer): Promise<Buffer[]> {
  try {
    return (await readdir(dir, { encoding: 'buffer' })).sort(Buffer.compare);
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return [];
    throw unreadable(dir, error);
  }
}

/** A path may be as long as the system takes only where it is walked down step by step. */
function unreadable(file: Buffer, error: unknown): Failure {
  const shown = shownPath(pathText(file));
  if ((error as NodeJS.ErrnoException).code === 'ENAMETOOLONG') {
    const cut = shown.length > 200 ? `${shown.slice(0, 200)}...` : shown;
    return badInput({
      what: t`The path \`${cut}\` is too long: it has ${file.length} bytes, and the system takes 4095.`,
      where: cut,
      remedy: t`Nest the folders less deeply, or give them shorter names.`,
    });
  }
  return badInput({
    what: t`\`${shown}\` could not be read.`,
    where: shown,
    why: error instanceof Error ? error.message : String(error),
    remedy: t`Look at its owner and permissions with \`ls -ld\`.`,
  });
}

function kindOf(mode: number): EntryKind {
  switch (mode & constants.S_IFMT) {
    case constants.S_IFREG:
      return 'file';
    case constants.S_IFIFO:
      return 'FIFO';
    case constants.S_IFSOCK:
      return 'socket';
    default:
      return 'device';
  }
}

/** A path for Node's own functions, which take any bytes only so. */
export function joined(dir: Buffer, name: Buffer): Buffer {
  return Buffer.concat([dir, Buffer.from('/'), name]);
}
