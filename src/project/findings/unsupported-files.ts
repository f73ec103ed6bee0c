import path from 'node:path';
import { errorAt, type Finding } from '../../base/finding.js';
import { readFolder } from '../../base/fs/folder-entries.js';
import { t } from '../../base/language/texts.js';
import { shownPath } from '../../base/text/path-text.js';
import { isPlaceholder } from '../override/override-findings.js';

/**
 * Files that the project's folder must not have: those that would lie over the installer's own.
 * @throws Failure (exit status 2) when a folder cannot be read.
 */
export async function unsupportedFiles(dir: string): Promise<Finding[]> {
  const folder = 'iso-root.override';
  const entries = await readFolder(path.join(dir, folder));
  const ours = entries.find(
    (entry) => /^tfr(\/|$)/.test(entry.path) && entry.kind !== 'folder' && !isPlaceholder(entry.path),
  );
  if (ours === undefined) return [];
  return [
    {
      ...errorAt(
        '',
        t`The folder \`tfr\` of the medium is the installer itself, and no file may be put over it.`,
        t`Give the folder another name.`,
      ),
      where: `${folder}/${shownPath(ours.path)}`,
    },
  ];
}
