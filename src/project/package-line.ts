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
  const content = line.replace(/#.*$/, '').trim();
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

/** A shell glob as a pattern for whole names; case counts. */
export function globPattern(glob: string): RegExp {
  const known = patterns.get(glob);
  if (known !== undefined) return known;
  const source = glob.replace(/\[!?[^\]]+\]|[\s\S]/g, (part) => {
    if (part === '*') return '.*';
    if (part === '?') return '.';
    if (part.length > 1) return part.replace(/^\[!/, '[^').replaceAll('\\', '\\\\');
    return part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  });
  const pattern = safePattern(`^${source}$`);
  if (patterns.size > 200) patterns.clear();
  patterns.set(glob, pattern);
  return pattern;
}

const patterns = new Map<string, RegExp>();

/** A class that is none, such as `[z-a]`, matches nothing. */
function safePattern(source: string): RegExp {
  try {
    return new RegExp(source);
  } catch {
    return /(?!)/;
  }
}

const arch = '(?:x86_64|noarch|i686|aarch64)';
const nevra = /^(.+)-(?:\d+:)?(\d[^-]*)-([^-]*\d[^-]*)$/;

/** Name of `name-[epoch:]version-release[.arch]` or of `name.arch`, or null for what is neither. */
export function nameOfNevra(text: string): string | null {
  const withoutArch = text.replace(new RegExp(`\\.${arch}$`), '');
  const name = nevra.exec(withoutArch)?.[1];
  if (name !== undefined) return name;
  return withoutArch === text ? null : withoutArch;
}
