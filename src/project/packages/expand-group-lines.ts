import { namesOfLine } from './packages-list.js';

/** What takes the place of a group in packages.list. */
export interface GroupLines {
  /** Comment over the packages, without the `#`. */
  heading: string;
  packages: readonly string[];
}

/**
 * The text of packages.list with the packages of each group in place of the group, under its comment; what the list
 * names elsewhere is not named again. All else stays as it is.
 * @param linesOf what a word such as `@core` means
 */
export function expandGroupLines(text: string, linesOf: (word: string) => GroupLines): string {
  const lines = text.match(/[^\r\n]+(?:\r\n?|\n)?|\r\n?|\n/g) ?? [];
  const end = text.includes('\r\n') ? '\r\n' : '\n';
  const listed = new Set(lines.flatMap((line) => namesOfLine(line).map(({ name }) => name)));
  return lines.map((line) => expandLine(line, end, listed, linesOf)).join('');
}

/** Words of `packages.list` that are groups. */
export function groupWords(text: string): string[] {
  const names = text.split(/\r\n?|\n/).flatMap((line) => namesOfLine(line).map(({ name }) => name));
  return [...new Set(names.filter((name) => name.startsWith('@')))];
}

function expandLine(
  line: string,
  end: string,
  listed: Set<string>,
  linesOf: (word: string) => GroupLines,
): string {
  const groups = namesOfLine(line).filter(({ name }) => name.startsWith('@'));
  if (groups.length === 0) return line;
  let rest = line;
  // From the end, so that the places of those before stay.
  for (const { start, end: after } of [...groups].reverse()) rest = rest.slice(0, start) + rest.slice(after);
  const sections = groups.flatMap(({ name }) => {
    const { heading, packages } = linesOf(name);
    const missing = packages.filter((one) => !listed.has(one));
    for (const one of missing) listed.add(one);
    return [`# ${heading}`, ...missing];
  });
  const own = rest.trim() === '' ? '' : `${rest.trim()}${end}`;
  return own + sections.map((section) => section + end).join('');
}
