import { readFile } from 'node:fs/promises';
import { t } from '../../base/language/texts.js';
import type { TaskContext } from '../../engine/progress.js';
import { fieldsOf } from '../overlay/tree-shape.js';

/** What find(1) tells of one file of a tree. */
export interface TreeEntry {
  /** Relative to the tree, `.` for the tree itself; any bytes, as text by `pathText`. */
  path: string;
  /** `f`, `d`, `l`, ... as in find's `%y`. */
  type: string;
  mode: string;
  uid: number;
  gid: number;
  /** Bytes. */
  size: number;
  inode: string;
}

/**
 * Lists a tree through the engine, since its files need not be readable for this process. Sorted by path.
 * `listFile` gets what find says: it would fill the run's log.
 */
export async function listTree(ctx: TaskContext, root: string, listFile: string): Promise<TreeEntry[]> {
  await ctx.engine.run({
    program: 'find',
    args: ['.', '-xdev', '-printf', '%y %m %U %G %s %i %p\\0'],
    cwd: root,
    stdoutFile: listFile,
    purpose: t`listing the root tree`,
    handlesTree: true,
    signal: ctx.signal,
  });
  return fieldsOf(await readFile(listFile))
    .map(parseEntry)
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

function parseEntry(line: string): TreeEntry {
  const [type = '', mode = '', uid = '', gid = '', size = '', inode = '', ...rest] = line.split(' ');
  const name = rest.join(' ');
  return {
    path: name === '.' ? '.' : name.slice(2),
    type,
    mode,
    uid: Number(uid),
    gid: Number(gid),
    size: Number(size),
    inode,
  };
}
