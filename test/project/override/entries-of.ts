import type { EntryKind, FolderEntry } from '../../../src/base/fs/folder-entries.js';

/**
 * Entries of a folder, with those of the folders above them: `etc/motd` is a file, `etc/` a folder, `lib -> usr/lib` a
 * link, `run/x (FIFO)` what is said there.
 */
export function entriesOf(...lines: readonly string[]): FolderEntry[] {
  const entries = new Map<string, FolderEntry>();
  for (const line of lines) {
    const [, name = '', slash = '', target, kind] = /^(.*?)(\/?)(?: -> (.*)| \((\w+)\))?$/s.exec(line) ?? [];
    const parts = name.split('/');
    for (let depth = 1; depth < parts.length; depth += 1) {
      const path = parts.slice(0, depth).join('/');
      if (!entries.has(path)) entries.set(path, { path, kind: 'folder', mode: 0o755 });
    }
    if (slash !== '') entries.set(name, { path: name, kind: 'folder', mode: 0o755 });
    else if (target !== undefined) entries.set(name, { path: name, kind: 'link', mode: 0o777, target });
    else entries.set(name, { path: name, kind: (kind as EntryKind | undefined) ?? 'file', mode: 0o644 });
  }
  return [...entries.values()];
}
