import { contentOf, namesOfLine } from './packages-list.js';

/** Names of packages that came with a group, by the text of the comment that stands over them. */
export type AddedGroups = Readonly<Record<string, readonly string[]>>;

const newList = '# Packages of the image: one name, glob or NEVRA a line; what they need comes along.\n';
const added = '# Added by tmpfsroot-wizard:';

/**
 * The text of packages.list that names these packages. Of a list that is there comments, blank lines, line
 * endings and order are kept: a removed name loses its place, and the line if it was alone in it; added ones come at the end
 * under a comment, those of a group under the group's.
 * @param before Text of the list as it is, or null: there is none.
 * @param packages As in the spec; texts of comments alone are left out.
 */
export function editPackagesList(
  before: string | null,
  packages: readonly string[],
  groups: AddedGroups = {},
): string {
  const wanted = packages.map(contentOf).filter((name) => name !== '');
  if (before === null) {
    const [own, ...ofGroups] = sectionsOf(wanted, groups);
    const alone = (own?.names ?? []).map((name) => `${name}\n`).join('');
    return newList + alone + ofGroups.map((section) => sectionText(section, '\n')).join('');
  }
  const missing = countsOf(wanted);
  const kept = linesOf(before).flatMap((line) => withoutUnwanted(line, missing) ?? []);
  const text = kept.join('');
  const additions = wanted.filter((name) => take(missing, name));
  if (additions.length === 0) return text;
  const end = before.includes('\r\n') ? '\r\n' : '\n';
  const gap = text === '' || /[\r\n]$/.test(text) ? '' : end;
  const lastComment = kept.findLast((line) => line.startsWith('#'))?.trim() ?? '';
  const sections = sectionsOf(additions, groups).filter(({ names }) => names.length > 0);
  const parts = sections.map((section, index) => {
    const goesOn = index === 0 && section.heading === lastComment;
    const whole = sectionText(section, end);
    if (goesOn) return linesText(section.names, end);
    return text === '' && index === 0 ? whole.slice(end.length) : whole;
  });
  return text + gap + parts.join('');
}

interface Section {
  heading: string;
  names: readonly string[];
}

/** What came with no group first. */
function sectionsOf(names: readonly string[], groups: AddedGroups): Section[] {
  const headings = new Map<string, string>();
  for (const [group, members] of Object.entries(groups)) {
    for (const name of members) headings.set(name, `# ${group}`);
  }
  const byHeading = new Map<string, string[]>([[added, []]]);
  for (const name of names) {
    const heading = headings.get(name) ?? added;
    byHeading.set(heading, [...(byHeading.get(heading) ?? []), name]);
  }
  return [...byHeading].map(([heading, members]) => ({ heading, names: members }));
}

function sectionText({ heading, names }: Section, end: string): string {
  return end + linesText([heading, ...names], end);
}

function linesText(lines: readonly string[], end: string): string {
  return lines.map((line) => line + end).join('');
}

/** A line without the names that are not wanted (any more), or null where it had no others. */
function withoutUnwanted(line: string, missing: Map<string, number>): string | null {
  // What comes before a list in some editors is not a part of its first name.
  const mark = /^\uFEFF?/.exec(line)?.[0] ?? '';
  let text = line.slice(mark.length);
  const names = namesOfLine(text);
  const gone = names.filter(({ name }) => !take(missing, name));
  if (gone.length === 0) return line;
  if (gone.length === names.length) return null;
  // From the end, so that the places of those before stay.
  for (const { start, end } of gone.reverse()) {
    const head = text.slice(0, start).trimEnd();
    const tail = text.slice(end);
    text = head === '' ? tail.replace(/^[ \t]+/, '') : head + tail;
  }
  return mark + text;
}

/** Lines with their endings. */
function linesOf(text: string): string[] {
  return text.match(/[^\r\n]+(?:\r\n?|\n)?|\r\n?|\n/g) ?? [];
}

function countsOf(names: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

/** Takes one of a name, and says whether there was one. */
function take(counts: Map<string, number>, name: string): boolean {
  const left = counts.get(name) ?? 0;
  counts.set(name, left - 1);
  return left > 0;
}
