import type { FolderEntry } from '../../base/fs/folder-entries.js';

/** What is known of the tree that files are laid over. Paths are relative to it. */
export interface TreeShape {
  /** Where its links lead. */
  links: ReadonlyMap<string, string>;
  /** Kind of everything in it; null where only some of its links are known, which all lead to folders. */
  kinds: ReadonlyMap<string, 'folder' | 'link' | 'file'> | null;
}

export type PlaceFault =
  /** The link in the tree at `at` leads out of it, or in a circle. */
  | { kind: 'astray'; path: string; at: string; target: string }
  /** Two entries come to lie at the same place. */
  | { kind: 'twice'; path: string; other: string; place: string }
  /** It would take away a folder of the tree, or the link to one. */
  | { kind: 'replaces'; path: string; place: string; target: string | null }
  /** A folder would come to lie where the tree has something else. */
  | { kind: 'no-folder'; path: string; place: string };

export interface Places {
  /** Where each entry comes to lie, by its path; only of those without a fault. */
  places: ReadonlyMap<string, string>;
  faults: readonly PlaceFault[];
}

/** As many as Linux follows (MAXSYMLINKS). */
const mostLinks = 40;

/**
 * Decides where each entry of a folder comes to lie in a tree: what is below a folder that the tree has as a link goes
 * where the link leads, as with `tar --keep-directory-symlink`. No link of the tree is ever replaced by a folder.
 * @param entries each folder before what is in it
 */
export function placeEntries(entries: readonly FolderEntry[], shape: TreeShape): Places {
  const places = new Map<string, string>();
  const taken = new Map<string, FolderEntry>();
  const faults: PlaceFault[] = [];
  const folders = new Map<string, string>([['', '']]);
  for (const entry of entries) {
    const { folder, name } = divided(entry.path);
    const above = folders.get(folder);
    // What is below something that has a fault has no place either; one fault is said of it.
    if (above === undefined) continue;
    const literal = above === '' ? name : `${above}/${name}`;
    const resolved = entry.kind === 'folder' ? resolve(literal, shape.links) : { place: literal };
    if ('at' in resolved) {
      faults.push({ kind: 'astray', path: entry.path, ...resolved });
      continue;
    }
    const { place } = resolved;
    const fault = faultAt(entry, place, taken.get(place), shape);
    if (fault !== null) {
      faults.push(fault);
      continue;
    }
    if (!taken.has(place)) taken.set(place, entry);
    places.set(entry.path, place);
    if (entry.kind === 'folder') folders.set(entry.path, place);
  }
  return { places, faults };
}

function faultAt(
  entry: FolderEntry,
  place: string,
  before: FolderEntry | undefined,
  { links, kinds }: TreeShape,
): PlaceFault | null {
  const { path } = entry;
  const isFolder = entry.kind === 'folder';
  if (before !== undefined && !(isFolder && before.kind === 'folder')) {
    return { kind: 'twice', path, other: before.path, place };
  }
  const there = kinds?.get(place) ?? null;
  if (isFolder) return there === null || there === 'folder' ? null : { kind: 'no-folder', path, place };
  const target = links.get(place);
  const leadsToFolder = target !== undefined && isFolderBehind(place, links, kinds);
  if ((leadsToFolder && !leadsThereToo(entry, place, links)) || there === 'folder') {
    return { kind: 'replaces', path, place, target: target ?? null };
  }
  return null;
}

function isFolderBehind(place: string, links: TreeShape['links'], kinds: TreeShape['kinds']): boolean {
  if (kinds === null) return true;
  const resolved = resolve(place, links);
  return 'place' in resolved && kinds.get(resolved.place) === 'folder';
}

/** Whether a link may stand for the tree's own one: `lib -> /usr/lib` for `lib -> usr/lib`. */
function leadsThereToo({ kind, target }: FolderEntry, place: string, links: TreeShape['links']): boolean {
  if (kind !== 'link' || target === undefined) return false;
  const [theirs, ours] = [links, new Map(links).set(place, target)].map((all) => resolve(place, all));
  return theirs !== undefined && 'place' in theirs && ours !== undefined && 'place' in ours
    ? theirs.place === ours.place
    : false;
}

/** Follows the links of a tree in every part of a path. An absolute link counts from the tree's own root. */
export function resolve(
  path: string,
  links: TreeShape['links'],
): { place: string } | { at: string; target: string } {
  const ahead = path.split('/');
  const done: string[] = [];
  let followed = 0;
  while (ahead.length > 0) {
    const part = ahead.shift() as string;
    if (part === '' || part === '.') continue;
    if (part === '..') {
      done.pop();
      continue;
    }
    done.push(part);
    const at = done.join('/');
    const target = links.get(at);
    if (target === undefined) continue;
    followed += 1;
    done.pop();
    if (followed > mostLinks || leadsOut(target, done.length)) return { at, target };
    if (target.startsWith('/')) done.length = 0;
    ahead.unshift(...target.split('/'));
  }
  return { place: done.join('/') };
}

/** Whether a tree has something at a path, be it a link. */
export function isThere(path: string, { links, kinds }: TreeShape): boolean {
  const { folder, name } = divided(path);
  const above = resolve(folder, links);
  return 'place' in above && kinds?.has(above.place === '' ? name : `${above.place}/${name}`) === true;
}

/** Whether a link that lies so many folders deep has more `..` than that. */
function leadsOut(target: string, depth: number): boolean {
  let left = target.startsWith('/') ? 0 : depth;
  for (const part of target.split('/')) {
    if (part === '..') left -= 1;
    else if (part !== '' && part !== '.') left += 1;
    if (left < 0) return true;
  }
  return false;
}

export function divided(path: string): { folder: string; name: string } {
  const slash = path.lastIndexOf('/');
  return slash < 0
    ? { folder: '', name: path }
    : { folder: path.slice(0, slash), name: path.slice(slash + 1) };
}

/** Links to folders that every system of a Fedora release has. */
export function usualLinks(release: number): Map<string, string> {
  return new Map([
    ['bin', 'usr/bin'],
    ['lib', 'usr/lib'],
    ['lib64', 'usr/lib64'],
    ['sbin', 'usr/sbin'],
    ...(release >= mergedSbinSince ? ([['usr/sbin', 'bin']] as const) : []),
    ['usr/tmp', '../var/tmp'],
    ['var/lock', '../run/lock'],
    ['var/mail', 'spool/mail'],
    ['var/run', '../run'],
  ]);
}

/** Fedora's change "Unify bin and sbin". */
const mergedSbinSince = 42;
