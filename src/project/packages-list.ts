import { errorAt, type Finding } from '../spec/finding.js';
import { SecretLines, secretRefusal } from '../spec/secret-text.js';
import { type PackageLine, packagesListName } from './project.js';

/** Lines of a package list, and what is wrong with them. */
export interface ReadPackages {
  packages: PackageLine[];
  findings: Finding[];
}

/**
 * Reads the text of packages.list: one name, glob or NEVRA a line, `-name` excludes, `#` begins a comment
 * anywhere in a line. Naming a package twice is fine.
 */
export function readPackagesList(text: string): ReadPackages {
  return readLines(listLines(text));
}

/** The same for the `packages` of a spec. */
export function readSpecPackages(packages: readonly string[]): ReadPackages {
  return readLines(packages.map((line, index) => ({ line, where: `packages[${index}]` })));
}

/**
 * The same for a wizard: every line that says something as it stands, even one that is no package, and the
 * findings at their `packages[N]`.
 */
export function readPackageTexts(text: string): { packages: string[]; findings: Finding[] } {
  const lines = listLines(text)
    .map(({ line, where }) => ({ line: contentOf(line), where }))
    .filter(({ line }) => line !== '');
  const { findings } = readLines(lines);
  return {
    packages: lines.map(({ line }) => line),
    findings: findings.map((finding) => ({
      ...finding,
      path: `packages[${lines.findIndex(({ where }) => where === finding.where)}]`,
    })),
  };
}

/** What a line of packages.list says, without comment and blanks; empty if nothing. */
export function contentOf(line: string): string {
  return line.replace(/#.*$/s, '').trim();
}

interface Line {
  line: string;
  where: string;
}

function listLines(text: string): Line[] {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n|\r/);
  return lines.map((line, index) => ({ line, where: `${packagesListName}:${index + 1}` }));
}

function readLines(lines: readonly Line[]): ReadPackages {
  const packages: PackageLine[] = [];
  const findings: Finding[] = [];
  const secrets = new SecretLines();
  for (const { line, where } of lines) {
    const isInside = secrets.isInside;
    if (secrets.takes(line)) {
      // Once for a whole key; its last line alone would pass for a name.
      if (!isInside)
        findings.push({ ...errorAt('', secretRefusal.message, 'Remove it from the package list.'), where });
      continue;
    }
    const content = contentOf(line);
    if (content === '') continue;
    const problem = problemOf(content);
    if (problem !== null) findings.push({ ...errorAt('', problem.message, problem.remedy), where });
    else if (content.startsWith('-')) packages.push({ text: content.slice(1), kind: 'exclude', where });
    else packages.push({ text: content, kind: 'include', where });
  }
  return { packages, findings: [...findings, ...contradictions(packages)] };
}

function problemOf(content: string): { message: string; remedy: string } | null {
  if (/\s/.test(content)) {
    const names = content.split(/\s+/);
    return {
      message: `\`${content}\` is more than one name.`,
      remedy: `Write one a line, first \`${names[0]}\`.`,
    };
  }
  if (/^-?@/.test(content)) {
    return {
      message: `\`${content}\` is a group, and groups are not read here.`,
      remedy: 'List the packages that you need of it; what they need themselves comes along.',
    };
  }
  if (!/^-?[A-Za-z0-9_/*?[][A-Za-z0-9_.+:~^*?[\]!()/-]*$/.test(content)) {
    return {
      message: `\`${content}\` is no name, glob or NEVRA of a package.`,
      remedy: 'Write for example `bash`, `kernel-modules*` or `bash-5.2.37-1.fc44`.',
    };
  }
  return null;
}

function contradictions(packages: readonly PackageLine[]): Finding[] {
  return packages
    .filter(({ kind }) => kind === 'exclude')
    .flatMap((exclude) => {
      const include = packages.find(({ kind, text }) => kind === 'include' && text === exclude.text);
      if (include === undefined) return [];
      const finding = errorAt(
        '',
        `\`${exclude.text}\` is excluded here, and listed in ${include.where}.`,
        'Remove one of the two lines.',
      );
      return [{ ...finding, where: exclude.where }];
    });
}
