import { errorAt, type Finding } from '../../base/finding.js';
import { t, translated } from '../../base/language/texts.js';
import { SecretLines, secretRefusal } from '../../base/secret-text.js';
import { textBefore } from '../../base/text/ends.js';
import { textLines } from '../../base/text/lines.js';
import { type PackageLine, packagesListName } from '../folder/project.js';
import { foreignList } from './foreign-list.js';

/** Lines of a package list, and what is wrong with them. */
export interface ReadPackages {
  packages: PackageLine[];
  findings: Finding[];
}

/**
 * Reads the text of packages.list: names, globs or NEVRAs, on lines of their own or, as tmpfsroot-fedora takes them,
 * with blanks between; `-name` and that system's `-x name` exclude, `#` begins a comment anywhere in a line. Naming a
 * package twice is fine. What describes an image for another program is refused as a whole.
 */
export function readPackagesList(text: string): ReadPackages {
  const words = wordsOf(linesOf(text));
  const foreign = foreignFinding(text, words);
  return foreign === null ? reading(words) : { packages: [], findings: [foreign] };
}

/** The same for the `packages` of a spec, each of which is one name. */
export function readSpecPackages(packages: readonly string[]): ReadPackages {
  const lines = packages.map((line, index) => ({ line, where: `packages[${index}]` }));
  return reading(wordsOf(lines, (line) => [contentOf(line)].filter((content) => content !== '')));
}

/**
 * The same for a wizard: every name as it stands, even one that is not a package, and the findings at their
 * `packages[N]`.
 */
export function readPackageTexts(text: string): { packages: string[]; findings: Finding[] } {
  const read = wordsOf(linesOf(text));
  const foreign = foreignFinding(text, read);
  if (foreign !== null) return { packages: [], findings: [{ ...foreign, path: 'packages' }] };
  const { words, secrets } = read;
  return {
    packages: words.map(({ content }) => content),
    findings: [
      ...secrets.map((finding) => ({ ...finding, path: 'packages' })),
      ...problemsOf(words).map(({ index, finding }) => ({ ...finding, path: `packages[${index}]` })),
    ],
  };
}

/** What a line of packages.list says, without comment and blanks; empty if nothing. */
export function contentOf(line: string): string {
  return textBefore(line, '#').trim();
}

/** The names of a line, as they are kept in a spec: `-x` and `--exclude` of dnf become `-NAME`. */
export function namesOfLine(line: string): { name: string; start: number; end: number }[] {
  const spans: { name: string; start: number; end: number }[] = [];
  const content = textBefore(line, '#');
  for (const match of content.matchAll(/(?:(?:-x|--exclude(?:pkgs)?)(?:\s+|=))?(\S+)/g)) {
    const [whole, word = ''] = match;
    const start = match.index;
    const name = whole === word ? word : `-${word}`;
    spans.push({ name, start, end: start + whole.length });
  }
  return spans;
}

interface Word {
  content: string;
  where: string;
}

interface Words {
  words: Word[];
  /** A finding for each private key, whose lines are not words. */
  secrets: Finding[];
}

function linesOf(text: string): { line: string; where: string }[] {
  return textLines(text).map((line, index) => ({ line, where: `${packagesListName}:${index + 1}` }));
}

function wordsOf(
  lines: readonly { line: string; where: string }[],
  contents = (line: string) => namesOfLine(line).map(({ name }) => name),
): Words {
  const words: Word[] = [];
  const secrets: Finding[] = [];
  const secretLines = new SecretLines();
  for (const { line, where } of lines) {
    const { isInside } = secretLines;
    if (!secretLines.takes(line)) words.push(...contents(line).map((content) => ({ content, where })));
    // Once for a whole key; its last line alone would pass for a name.
    else if (!isInside)
      secrets.push({
        ...errorAt('', translated(secretRefusal.message), t`Remove it from the package list.`),
        where,
      });
  }
  return { words, secrets };
}

/** A private key has lines that look like settings; what is said of it comes first. */
function foreignFinding(text: string, { secrets }: Words): Finding | null {
  const foreign = secrets.length > 0 ? null : foreignList(text);
  if (foreign === null) return null;
  const finding = errorAt('', t`This is ${foreign.form}, and no list of packages.`, foreign.remedy);
  return { ...finding, where: `${packagesListName}:${foreign.line}` };
}

function reading({ words, secrets }: Words): ReadPackages {
  return {
    packages: words.flatMap((word) => (problemOf(word.content) === null ? [lineOf(word)] : [])),
    findings: [...secrets, ...problemsOf(words).map(({ finding }) => finding)],
  };
}

function lineOf({ content, where }: Word): PackageLine {
  return content.startsWith('-')
    ? { text: content.slice(1), kind: 'exclude', where }
    : { text: content, kind: 'include', where };
}

/** What is wrong, with the index of the word: first words that are not packages, then contradictions. */
function problemsOf(words: readonly Word[]): { index: number; finding: Finding }[] {
  const wrong = words.flatMap(({ content, where }, index) => {
    const problem = problemOf(content);
    return problem === null
      ? []
      : [{ index, finding: { ...errorAt('', problem.message, problem.remedy), where } }];
  });
  return [...wrong, ...contradictions(words)];
}

function problemOf(content: string): { message: string; remedy: string } | null {
  if (/\s/.test(content)) {
    const names = content.split(/\s+/);
    return {
      message: t`\`${content}\` is more than one name.`,
      remedy: t`Write one a line, first \`${names[0]}\`.`,
    };
  }
  if (content === '-' || content === '-x') {
    return {
      message: t`\`${content}\` stands alone.`,
      remedy: t`To exclude a package write \`-NAME\` without a blank; else remove the sign.`,
    };
  }
  if (/^-?@/.test(content)) {
    return {
      message: t`\`${content}\` is a group, and a package list names packages.`,
      remedy: content.startsWith('-')
        ? t`Exclude those of its packages that you do not want.`
        : t`Put its packages in its place: \`tmpfsroot-wizard groups --expand\` does it in ${packagesListName}, and \`tmpfsroot-wizard groups ${content}\` prints them.`,
    };
  }
  if (!/^-?[A-Za-z0-9_/*?[][A-Za-z0-9_.+:~^*?[\]!()/-]*$/.test(content)) {
    return {
      message: t`\`${content}\` is not a valid name, glob or NEVRA of a package.`,
      remedy: t`Write for example \`bash\`, \`kernel-modules*\` or \`bash-5.2.37-1.fc44\`.`,
    };
  }
  return null;
}

function contradictions(words: readonly Word[]): { index: number; finding: Finding }[] {
  const listed = new Map<string, Word>();
  for (const word of words) if (!listed.has(word.content)) listed.set(word.content, word);
  return words.flatMap(({ content, where }, index) => {
    const text = content.startsWith('-') ? content.slice(1) : null;
    const include = text === null ? undefined : listed.get(text);
    if (include === undefined || problemOf(content) !== null) return [];
    const finding = errorAt(
      '',
      t`\`${text}\` is excluded here, and listed in ${include.where}.`,
      t`Remove one of the two.`,
    );
    return [{ index, finding: { ...finding, where } }];
  });
}
