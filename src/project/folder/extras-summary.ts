import { readFolder } from '../../base/fs/folder-entries.js';
import { t } from '../../base/language/texts.js';
import type { ScriptSection } from '../kickstart/kickstart-script.js';
import { isPlaceholder } from '../override/override-findings.js';
import { type ProjectExtras, scriptsOf } from './project-extras.js';

/** One kind of what a project's folder has beside spec and packages. */
export interface ExtrasLine {
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
export async function extrasLines(extras: ProjectExtras): Promise<ExtrasLine[]> {
  const [root, iso] = await Promise.all([filesBelow(extras.rootOverride), filesBelow(extras.isoOverride)]);
  const scripts = (Object.keys(sections) as ScriptSection[]).flatMap((section) =>
    scriptsOf(extras, section).map(({ body }) => `${sections[section]} ${lineCount(linesOf(body))}`),
  );
  const hooks = [extras.hooks, extras.installHooks, extras.buildHooks].filter((one) => one !== null);
  return [
    ...(scripts.length === 0 ? [] : [{ name: 'ks', text: scripts.join(', ') }]),
    ...(root === 0 ? [] : [{ name: 'root.override', text: fileCount(root) }]),
    ...hooks.map(({ shownAs, names }) => ({ name: shownAs, text: scriptCount(names.length) })),
    ...(iso === 0 ? [] : [{ name: 'iso-root.override', text: fileCount(iso) }]),
  ];
}

function linesOf(body: string): number {
  return body.split('\n').filter((line) => line.trim() !== '').length;
}

function lineCount(count: number): string {
  return count === 1 ? t`1 line` : t`${count} lines`;
}

function fileCount(count: number): string {
  return count === 1 ? t`1 file` : t`${count} files`;
}

function scriptCount(count: number): string {
  return count === 1 ? t`1 script` : t`${count} scripts`;
}

/** What keeps an empty folder in git does not count. */
async function filesBelow(folder: string | null): Promise<number> {
  if (folder === null) return 0;
  const entries = await readFolder(folder);
  return entries.filter(({ path, kind }) => kind !== 'folder' && !isPlaceholder(path)).length;
}
