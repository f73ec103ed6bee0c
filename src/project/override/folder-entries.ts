import { constants } from 'node:fs';
import { lstat, readdir, readlink } from 'node:fs/promises';
import { badInput } from '../../spec/failure.js';
import { pathBytes, pathText, shownPath } from './path-text.js';

export type EntryKind = 'file' | 'folder' | 'link' | 'FIFO' | 'socket' | 'device';

/** One file, folder or link below a folder of the project. */
export interface FolderEntry {
  /** Relative to the folder, with `/`; any bytes, as {@link pathText} writes them. */
  path: string;
  kind: EntryKind;
  /** Permissions with set-user-ID, set-group-ID and sticky bits; 0o777 of a link. */
  mode: number;
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
  await addEntries(pathBytes(dir), '', entries);
  return entries;
}

async function addEntries(dir: Buffer, prefix: string, entries: FolderEntry[]): Promise<void> {
  for (const name of await namesIn(dir)) {
    const file = joined(dir, name);
    const stats = await lstat(file);
    const mode = stats.mode & 0o7777;
    const path = prefix + pathText(name);
    if (stats.isDirectory()) {
      entries.push({ path, kind: 'folder', mode });
      await addEntries(file, `${path}/`, entries);
    } else if (stats.isSymbolicLink()) {
      entries.push({
        path,
        kind: 'link',
        mode,
        target: pathText(await readlink(file, { encoding: 'buffer' })),
      });
    } else {
      entries.push({ path, kind: kindOf(stats.mode), mode });
    }
  }
}

async function namesIn(dir: Buffer): Promise<Buffer[]> {
  try {
    return (await readdir(dir, { encoding: 'buffer' })).sort(Buffer.compare);
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return [];
    const shown = shownPath(pathText(dir));
    throw badInput({
      what: `The folder \`${shown}\` could not be read.`,
      where: shown,
      why: error instanceof Error ? error.message : String(error),
      remedy: 'Look at its owner and permissions with `ls -ld`.',
    });
  }
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
