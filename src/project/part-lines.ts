import type { ScriptSection } from './kickstart/kickstart-script.js';
import { readFolder } from './override/folder-entries.js';
import { isPlaceholder } from './override/override-findings.js';
import { type ProjectParts, scriptsOf } from './project-parts.js';

/** One kind of what a project's folder has beside spec and packages. */
export interface PartLine {
  /** As a person knows it: `hooks.d`. */
  name: string;
  /** How much there is of it: `2 scripts`. */
  text: string;
}

const sections: Readonly<Record<ScriptSection, string>> = {
  pre: '%pre',
  'pre-install': '%pre-install',
  'post-nochroot': '%post --nochroot',
  post: '%post',
};

/** What a folder has of scripts and of files that are laid over others, a line for each kind, in the order of their turn. */
export async function partLines(parts: ProjectParts): Promise<PartLine[]> {
  const [root, iso] = await Promise.all([filesBelow(parts.rootOverride), filesBelow(parts.isoOverride)]);
  const scripts = (Object.keys(sections) as ScriptSection[]).flatMap((section) =>
    scriptsOf(parts, section).map(({ body }) => `${sections[section]} ${counted(linesOf(body), 'line')}`),
  );
  const hooks = [parts.hooks, parts.installHooks, parts.buildHooks].filter((one) => one !== null);
  return [
    ...(scripts.length === 0 ? [] : [{ name: 'ks', text: scripts.join(', ') }]),
    ...(root === 0 ? [] : [{ name: 'root.override', text: counted(root, 'file') }]),
    ...hooks.map(({ shownAs, names }) => ({ name: shownAs, text: counted(names.length, 'script') })),
    ...(iso === 0 ? [] : [{ name: 'iso-root.override', text: counted(iso, 'file') }]),
  ];
}

function linesOf(body: string): number {
  return body.split('\n').filter((line) => line.trim() !== '').length;
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

/** What keeps an empty folder in git does not count. */
async function filesBelow(folder: string | null): Promise<number> {
  if (folder === null) return 0;
  const entries = await readFolder(folder);
  return entries.filter(({ path, kind }) => kind !== 'folder' && !isPlaceholder(path)).length;
}
