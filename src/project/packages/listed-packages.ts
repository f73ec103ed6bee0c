import path from 'node:path';
import { readSmallText } from '../../base/fs/read-small-file.js';
import { lineNames, packageLine } from './package-line.js';

/** The packages of an image as far as they are known. */
export interface ListedPackages {
  /** Lines of the package list, excludes with their `-`. */
  lines: readonly string[];
  /** Names of the lock, which has what the listed ones need too; null without one. */
  locked: ReadonlySet<string> | null;
}

/** Whether a package is in the lock, or is named, also by a glob or as a NEVRA. */
export function isListed({ lines, locked }: ListedPackages, name: string): boolean {
  if (locked?.has(name)) return true;
  return lines.some((line) => {
    const read = packageLine(line);
    return read !== null && !read.isExclude && lineNames(read, name);
  });
}

/** Names of a folder's rpms.lock, in our form or the plain one; null where there is none. */
export async function lockedNames(dir: string): Promise<ReadonlySet<string> | null> {
  const text = await readSmallText(path.join(dir, 'rpms.lock')).catch(() => null);
  if (text === null) return null;
  const ours = [...text.matchAll(/"name": ?"([^"]+)"/g)].map(([, name]) => name as string);
  const plain = [...text.matchAll(/^(\S+)-[^-\s]+-[^-\s]+$/gm)].map(([, name]) => name as string);
  return new Set([...ours, ...plain]);
}
