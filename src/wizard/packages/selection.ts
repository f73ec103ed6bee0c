import { t, translated } from '../../base/language/texts.js';
import { type RequiredPackage, requiredPackages } from '../../config/releases/required-packages.js';
import {
  lineNames,
  nameOfNevra,
  type PackageLine,
  packageLine,
} from '../../project/packages/package-line.js';

export { pasteList } from './pasted-list.js';
export { unknownNames } from './unknown-names.js';

/**
 * The list with more lines at its end. What is there already, also as a NEVRA, is not added again; a line that
 * excludes an added name goes. An added exclude takes the place of the line that names the package, unless the
 * image cannot be without it: then the exclude is left out.
 */
export function addPackages(lines: readonly string[], names: readonly string[]): string[] {
  return names.reduce<string[]>(
    (list, name) => {
      const added = packageLine(name);
      if (added === null || list.some((line) => isSame(packageLine(line), added))) return list;
      return added.isExclude ? addExclude(list, added, name) : addName(list, added, name);
    },
    [...lines],
  );
}

/** The list without a line, or why it stays. A name that is in no line changes nothing. */
export function removePackage(
  lines: readonly string[],
  name: string,
): { lines: string[] } | { refused: string } {
  const reason = requiredReason(lines, name);
  const removed = packageLine(name);
  if (reason !== null) return { refused: t`\`${removed?.text}\` stays in the list: ${reason}.` };
  return { lines: lines.filter((line) => !isLine(packageLine(line), removed)) };
}

/**
 * Why an image cannot be without this line, as the end of "it is kept: ...", or null. A line may go as long as
 * another one provides the same. Data partitions are taken for btrfs.
 * @param lines not to be changed afterwards: what was found out of a list is remembered with it.
 */
export function requiredReason(lines: readonly string[], name: string): string | null {
  const line = packageLine(name);
  if (line === null || line.isExclude) return null;
  return soleProviders(lines).get(line.text) ?? null;
}

function addName(list: readonly string[], added: PackageLine, name: string): string[] {
  const wanted = [added.text, nameOfNevra(added.text)];
  const kept = list.filter((line) => {
    const read = packageLine(line);
    return read === null || !read.isExclude || !wanted.some((each) => each !== null && lineNames(read, each));
  });
  return [...kept, name];
}

function addExclude(list: readonly string[], added: PackageLine, name: string): string[] {
  const answer = removePackage(list, added.text);
  return 'refused' in answer ? [...list] : [...answer.lines, name];
}

/** Whether an added line says nothing new beside one that is there: `bash` beside `bash-5.2-1.fc44`. */
function isSame(line: PackageLine | null, added: PackageLine): boolean {
  if (isLine(line, added)) return true;
  return (
    line?.kind === 'name' && !line.isExclude && !added.isExclude && nameOfNevra(line.text) === added.text
  );
}

function isLine(line: PackageLine | null, other: PackageLine | null): boolean {
  return line?.text === other?.text && line?.isExclude === other?.isExclude;
}

const known = new WeakMap<readonly string[], ReadonlyMap<string, string>>();

/** Texts of lines that alone provide a required package, with the reason why they must stay. */
function soleProviders(lines: readonly string[]): ReadonlyMap<string, string> {
  const before = known.get(lines);
  if (before !== undefined) return before;
  const included = lines.flatMap((line) => packageLine(line) ?? []).filter(({ isExclude }) => !isExclude);
  const reasons = new Map<string, string>();
  for (const required of requiredPackages()) {
    const texts = new Set(included.filter((line) => provides(line, required)).map(({ text }) => text));
    const [text] = texts;
    if (text === undefined || texts.size > 1 || reasons.has(text)) continue;
    reasons.set(text, reasonOf(text, required));
  }
  known.set(lines, reasons);
  return reasons;
}

function reasonOf(text: string, { anyOf, reason }: RequiredPackage): string {
  const isItself = anyOf.some((name) => name === text || nameOfNevra(text) === name);
  const why = translated(reason);
  return isItself ? why : t`it brings ${anyOf[0]}, which is needed because ${why}`;
}

function provides(line: PackageLine, { anyOf }: RequiredPackage): boolean {
  return anyOf.some((name) => [name, ...(broughtBy[name] ?? [])].some((each) => lineNames(line, each)));
}

/** `kernel` holds nothing itself, and requires kernel-core. */
const broughtBy: Readonly<Record<string, readonly string[]>> = { 'kernel-core': ['kernel'] };
