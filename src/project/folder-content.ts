import type { Finding } from '../spec/finding.js';
import type { ImageSpec } from '../spec/image-spec.js';
import { type KeyTrouble, unusableKeys } from './key-files.js';
import { plainSystem } from './kickstart/kickstart-system.js';
import type { Kickstart } from './kickstart/read-kickstart.js';
import { type PartEntries, readPartEntries } from './override/part-findings.js';
import { type PartLine, partLines } from './part-lines.js';
import { bringsFiles, type ProjectParts } from './project-parts.js';
import { unsupportedFiles } from './unsupported-files.js';
import { noWaysIn, readWaysIn, type WaysIn } from './ways-in.js';

/** What a project's folder holds beside spec and packages, as far as it decides what is wrong or doubtful. */
export interface FolderContent {
  kickstart: Pick<Kickstart, 'fields' | 'block' | 'system' | 'findings'>;
  /** Public key files that the spec names and that are not there, as it names them. */
  unusableKeys: ReadonlyMap<string, KeyTrouble>;
  ways: WaysIn;
  /** The folder has files or scripts for the root, which may bring what no package does. */
  bringsFiles: boolean;
  entries: PartEntries;
  lines: readonly PartLine[];
  unsupported: readonly Finding[];
}

const noEntries: PartEntries = { rootOverride: [], isoOverride: [], scripts: [], contents: [] };

/** A folder with nothing in it. */
export const noContent: FolderContent = {
  kickstart: { fields: [], block: [], system: plainSystem, findings: [] },
  unusableKeys: new Map(),
  ways: noWaysIn,
  bringsFiles: false,
  entries: noEntries,
  lines: [],
  unsupported: [],
};

/**
 * Reads all of it, for a build of a spec.
 * @param dir absolute path
 * @throws Failure (exit status 2) when a part cannot be read.
 */
export async function readFolderContent(
  dir: string,
  parts: ProjectParts,
  spec: ImageSpec,
): Promise<FolderContent> {
  return {
    ...(await readAccountContent(dir, parts, spec)),
    entries: await readPartEntries(parts),
    lines: await partLines(parts),
    unsupported: await unsupportedFiles(dir),
  };
}

/** What a lock is judged by: the folders whose files are copied are not looked through. */
export async function readAccountContent(
  dir: string,
  parts: ProjectParts,
  spec: ImageSpec,
): Promise<FolderContent> {
  return {
    ...noContent,
    kickstart: parts.kickstart,
    unusableKeys: await unusableKeys(dir, spec),
    ways: await readWaysIn(parts),
    bringsFiles: bringsFiles(parts),
  };
}
