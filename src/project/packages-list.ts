import { errorAt, type Finding } from '../spec/finding.js';
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
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n|\r/);
  return readLines(lines.map((line, index) => ({ line, where: `${packagesListName}:${index + 1}` })));
}

/** The same for the `packages` of a spec. */
export function readSpecPackages(packages: readonly string[]): ReadPackages {
  return readLines(packages.map((line, index) => ({ line, where: `packages[${index}]` })));
}

interface Line {
  line: string;
  where: string;
}

function readLines(lines: readonly Line[]): ReadPackages {
  const packages: PackageLine[] = [];
  const findings: Finding[] = [];
  for (const { line, where } of lines) {
    const content = line.replace(/#.*$/, '').trim();
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
