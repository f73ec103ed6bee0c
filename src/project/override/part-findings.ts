import type { Finding } from '../../spec/finding.js';
import { errorAt } from '../../spec/finding.js';
import type { ImageSpec } from '../../spec/image-spec.js';
import type { HookScripts, ProjectParts } from '../project-parts.js';
import { type FolderEntry, readFolder } from './folder-entries.js';
import { kindFindings, overrideFindings } from './override-findings.js';
import { shownPath } from './path-text.js';

/**
 * Judges the folders of a project whose files are copied, before any work.
 * @throws Failure (exit status 2) when one of them cannot be read.
 */
export async function partFindings(parts: ProjectParts, spec: ImageSpec): Promise<Finding[]> {
  const { rootOverride, isoOverride, hooks, buildHooks, installHooks } = parts;
  const scripts = [hooks, buildHooks, installHooks].filter((one) => one !== null);
  const found = await Promise.all([
    entriesOf(rootOverride).then((entries) => overrideFindings(entries, spec)),
    entriesOf(isoOverride).then((entries) => kindFindings(entries, 'iso-root.override')),
    ...scripts.map(async ({ dir, shownAs }) => kindFindings(await readFolder(dir), shownAs)),
    listFindings(installHooks),
  ]);
  return found.flat();
}

async function entriesOf(folder: string | null): Promise<FolderEntry[]> {
  return folder === null ? [] : await readFolder(folder);
}

/** The installer reads the scripts' names from a list, a line each, with fields divided by tabs. */
function listFindings(installHooks: HookScripts | null): Finding[] {
  if (installHooks === null) return [];
  const { names, shownAs } = installHooks;
  return names
    .filter((name) => /[\n\t]/.test(name))
    .map((name) => ({
      ...errorAt('', 'The name of a script may have no line break and no tab.', 'Give it another name.'),
      where: `${shownAs}/${shownPath(name)}`,
    }));
}
