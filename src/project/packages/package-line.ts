import { textBefore } from '../../base/text/ends.js';
import { compiledGlob } from '../../base/text/glob.js';

/** One line of a package list: a name, a glob, a NEVRA, or what a package provides; `-` before it excludes. */
export interface PackageLine {
  /** Without the `-`. */
  text: string;
  isExclude: boolean;
  /**
   * `provide` is a path or a capability such as `font(:lang=ja)`: which package has it stands in no index of
   * names.
   */
  kind: 'name' | 'glob' | 'provide';
}

/** Reads a line without its comment; null for one that is empty. */
export function packageLine(line: string): PackageLine | null {
  const content = textBefore(line, '#').trim();
  const isExclude = content.startsWith('-');
  const text = isExclude ? content.slice(1) : content;
  if (text === '') return null;
  return { text, isExclude, kind: kindOf(text) };
}

function kindOf(text: string): PackageLine['kind'] {
  if (text.includes('/') || text.includes('(')) return 'provide';
  return /[*?[]/.test(text) ? 'glob' : 'name';
}

/** Whether a package of this name is what the line names; the version of a NEVRA does not count. */
export function lineNames({ text, kind }: PackageLine, name: string): boolean {
  if (text === name) return true;
  if (kind === 'provide') return false;
  if (kind === 'glob') return globPattern(text).test(name);
  return nameOfNevra(text) === name;
}

/** A shell glob for whole names; case counts. */
export function globPattern(glob: string): { test(name: string): boolean } {
  const known = patterns.get(glob);
  if (known !== undefined) return known;
  const pattern = compiledGlob(glob);
  if (patterns.size > 200) patterns.clear();
  patterns.set(glob, pattern);
  return pattern;
}

const patterns = new Map<string, { test(name: string): boolean }>();

const arch = '(?:x86_64|noarch|i686|aarch64)';
/** Name of `name-[epoch:]version-release[.arch]` or of `name.arch`, or null for what is neither. */
export function nameOfNevra(text: string): string | null {
  const withoutArch = text.replace(new RegExp(`\\.${arch}$`), '');
  const parts = withoutArch.split('-');
  const [version = '', release = ''] = parts.splice(-2);
  const name = parts.join('-');
  if (name !== '' && /^(?:\d+:)?\d/.test(version) && /\d/.test(release)) return name;
  return withoutArch === text ? null : withoutArch;
}
