import type { TreeEntry } from '../../src/image/slot/tree-listing.js';

let nextInode = 100;

/** An entry of a tree; a folder when the path ends with `/`, else a file of `size` bytes. */
export function entry(path: string, size = 0, more: Partial<TreeEntry> = {}): TreeEntry {
  const folder = path.endsWith('/');
  nextInode += 1;
  return {
    path: folder ? path.slice(0, -1) : path,
    type: folder ? 'd' : 'f',
    mode: folder ? '755' : '644',
    uid: 0,
    gid: 0,
    size: folder ? 4096 : size,
    inode: String(nextInode),
    ...more,
  };
}
