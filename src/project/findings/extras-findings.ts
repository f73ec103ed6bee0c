import { errorAt, type Finding } from '../../base/finding.js';
import { type FolderEntry, readFolder } from '../../base/fs/folder-entries.js';
import { t } from '../../base/language/texts.js';
import { shownPath } from '../../base/text/path-text.js';
import type { ImageSpec } from '../../config/image-spec.js';
import type { HookScripts, ProjectExtras } from '../folder/project-extras.js';
import { kindFindings, overrideFindings } from '../override/override-findings.js';
import { conflictFindings } from './conflicted-files.js';
import { scriptFindings } from './script-findings.js';

/** What the folders of a project hold whose files are copied. */
export interface PartEntries {
  rootOverride: readonly FolderEntry[];
  isoOverride: readonly FolderEntry[];
  /** Of the folders of scripts that there are. */
  scripts: readonly { shownAs: string; names: readonly string[]; entries: readonly FolderEntry[] }[];
  /** What is wrong inside of the files, whatever the spec says. */
  contents: readonly Finding[];
}

/** @throws Failure (exit status 2) when a folder cannot be read. */
export async function readPartEntries(extras: ProjectExtras): Promise<PartEntries> {
  const { rootOverride, isoOverride, hooks, buildHooks, installHooks } = extras;
  const scripts = [hooks, buildHooks, installHooks].filter((one) => one !== null);
  const [root, iso, ...others] = await Promise.all([
    entriesOf(rootOverride),
    entriesOf(isoOverride),
    ...scripts.map(async ({ dir, shownAs, names }) => ({ shownAs, names, entries: await readFolder(dir) })),
  ]);
  const contents = [
    ...(await scriptFindings(extras)),
    ...(rootOverride === null ? [] : await conflictFindings(rootOverride, 'root.override', root)),
    ...(isoOverride === null ? [] : await conflictFindings(isoOverride, 'iso-root.override', iso)),
  ];
  return { rootOverride: root, isoOverride: iso, scripts: others, contents };
}

/** Judges the folders of a project whose files are copied, before any work. */
export function partFindings(
  { rootOverride, isoOverride, scripts, contents }: PartEntries,
  spec: ImageSpec,
): Finding[] {
  return [
    ...overrideFindings(rootOverride, spec),
    ...kindFindings(isoOverride, 'iso-root.override'),
    ...scripts.flatMap(({ shownAs, entries }) => kindFindings(entries, shownAs)),
    ...scripts.flatMap((one) => (one.shownAs === 'install-hooks.d' ? listFindings(one) : [])),
    ...contents,
  ];
}

async function entriesOf(folder: string | null): Promise<FolderEntry[]> {
  return folder === null ? [] : await readFolder(folder);
}

/** The installer reads the scripts' names from a list, a line each, with fields divided by tabs. */
function listFindings({ names, shownAs }: Pick<HookScripts, 'names' | 'shownAs'>): Finding[] {
  return names
    .filter((name) => /[\n\t]/.test(name))
    .map((name) => ({
      ...errorAt('', t`The name of a script may have no line break and no tab.`, t`Give it another name.`),
      where: `${shownAs}/${shownPath(name)}`,
    }));
}
