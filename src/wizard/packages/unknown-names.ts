import { nearest } from '../../base/nearest.js';
import { globPattern, nameOfNevra, packageLine } from '../../project/packages/package-line.js';
import { type PackageIndex, packageNamed } from '../../rpm/solve/package-index-columns.js';

/** A line of a package list that names nothing of the repositories. */
export interface UnknownName {
  /** The line as it stands. */
  name: string;
  /** Names that were probably meant, nearest first; with the `-` of an exclude. */
  nearest: string[];
}

/**
 * The lines whose name is in no repository, and globs that match nothing. Of a NEVRA only the name is judged, since
 * an index has just the newest version; paths and provides are not judged at all.
 * @param lines not to be changed afterwards, nor the index: the last answer is remembered with both.
 */
export function unknownNames(lines: readonly string[], index: PackageIndex): readonly UnknownName[] {
  if (last?.lines !== lines || last.index !== index) {
    last = { lines, index, answer: lines.flatMap((line) => unknownName(line, index) ?? []) };
  }
  return last.answer;
}

let last: { lines: readonly string[]; index: PackageIndex; answer: UnknownName[] } | null = null;

function unknownName(line: string, index: PackageIndex): UnknownName | null {
  const read = packageLine(line);
  // A group is none of the packages, which the list itself says.
  if (read === null || read.kind === 'provide' || read.text.startsWith('@')) return null;
  const { text, kind, isExclude } = read;
  if (kind === 'glob') return matchesAny(text, index.names) ? null : { name: line, nearest: [] };
  const name = nameOfNevra(text);
  if (packageNamed(index, text) !== null || (name !== null && packageNamed(index, name) !== null))
    return null;
  const near = nearestNames(name ?? text, index);
  return { name: line, nearest: isExclude ? near.map((each) => `-${each}`) : near };
}

/** Names are sorted, so only those that begin as the glob does are looked at. */
function matchesAny(glob: string, names: readonly string[]): boolean {
  const pattern = globPattern(glob);
  const prefix = /^[^*?[]*/.exec(glob)?.[0] ?? '';
  for (let row = firstFrom(prefix, names); row < names.length; row += 1) {
    const name = names[row] as string;
    if (!name.startsWith(prefix)) return false;
    if (pattern.test(name)) return true;
  }
  return false;
}

function firstFrom(prefix: string, names: readonly string[]): number {
  let low = 0;
  let high = names.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((names[middle] as string) < prefix) low = middle + 1;
    else high = middle;
  }
  return low;
}

const found = new WeakMap<PackageIndex, Map<string, string[]>>();

/** Looked up once for each name: a line that is being thought about stays in the list for many key presses. */
function nearestNames(name: string, index: PackageIndex): string[] {
  const known = found.get(index) ?? new Map<string, string[]>();
  found.set(index, known);
  const before = known.get(name);
  if (before !== undefined) return before;
  const near = nearest(name, index.names.filter(candidateFor(name)));
  known.set(name, near);
  return near;
}

/** Typing errors that are looked for at most: with more, a name is another one. */
const mostErrors = 3;

/**
 * Spares most comparisons: a name so many changes away has at most so many letters more or fewer, and lacks at most
 * so many of the other's letters.
 */
function candidateFor(name: string): (candidate: string) => boolean {
  const farthest = Math.min(mostErrors, Math.max(1, Math.floor(name.length / 3)));
  const letters = letterMask(name);
  return (candidate) => {
    if (Math.abs(candidate.length - name.length) > farthest) return false;
    const others = letterMask(candidate);
    return hasAtMost(letters & ~others, farthest) && hasAtMost(others & ~letters, farthest);
  };
}

/** A bit for each letter of the alphabet that occurs, in either case, and one for each two digits. */
function letterMask(text: string): number {
  let mask = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at) | 32;
    if (code >= 97 && code <= 122) mask |= 1 << (code - 97);
    else if (code >= 48 && code <= 57) mask |= 1 << (26 + ((code - 48) >> 1));
  }
  return mask;
}

function hasAtMost(mask: number, bits: number): boolean {
  let rest = mask;
  for (let count = 0; count < bits && rest !== 0; count += 1) rest &= rest - 1;
  return rest === 0;
}
