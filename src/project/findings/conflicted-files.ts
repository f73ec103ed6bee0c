import { type Finding, warningAt } from '../../base/finding.js';
import { type FolderEntry, joined } from '../../base/fs/folder-entries.js';
import { readSmallFile } from '../../base/fs/read-small-file.js';
import { translated } from '../../base/language/texts.js';
import { conflictLine, conflictMessage, conflictRemedy } from '../../base/text/conflict-markers.js';
import { pathBytes, shownPath } from '../../base/text/path-text.js';

/** Texts that people write are smaller; what is larger is not looked at. */
const largestBytes = 256 * 1024;

/**
 * Warns of files with a conflict that git has left. One may be meant, in a text about git.
 * @param dir absolute path of the folder that `entries` are of, shown as `shownAs`
 */
export async function conflictFindings(
  dir: string,
  shownAs: string,
  entries: readonly FolderEntry[],
): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const { path, kind } of entries) {
    if (kind !== 'file') continue;
    const text = await smallText(joined(pathBytes(dir), pathBytes(path)));
    const line = text === null ? null : conflictLine(text);
    if (line === null) continue;
    findings.push({
      ...warningAt('', translated(conflictMessage), translated(conflictRemedy)),
      where: `${shownAs}/${shownPath(path)}:${line}`,
    });
  }
  return findings;
}

/** Null for a file that is large, no text, or not to be read, which is said where it is copied. */
async function smallText(file: Buffer): Promise<string | null> {
  const bytes = await readSmallFile(file, largestBytes).catch(() => null);
  return bytes === null || bytes.includes(0) ? null : bytes.toString('latin1');
}
