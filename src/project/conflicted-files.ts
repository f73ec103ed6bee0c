import { open } from 'node:fs/promises';
import { conflictLine, conflictMessage, conflictRemedy } from '../spec/conflict-markers.js';
import { type Finding, warningAt } from '../spec/finding.js';
import { type FolderEntry, joined } from './override/folder-entries.js';
import { pathBytes, shownPath } from './override/path-text.js';

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
      ...warningAt('', conflictMessage, conflictRemedy),
      where: `${shownAs}/${shownPath(path)}:${line}`,
    });
  }
  return findings;
}

/** Null for a file that is large, no text, or not to be read, which is said where it is copied. */
async function smallText(file: Buffer): Promise<string | null> {
  const handle = await open(file).catch(() => null);
  if (handle === null) return null;
  try {
    const { size } = await handle.stat();
    if (size > largestBytes) return null;
    const bytes = await handle.readFile();
    return bytes.includes(0) ? null : bytes.toString('latin1');
  } finally {
    await handle.close();
  }
}
