import type { Finding } from '../../base/finding.js';
import type { ImageSpec } from '../../config/image-spec.js';
import { type PartEntries, readPartEntries } from '../findings/extras-findings.js';
import { unsupportedFiles } from '../findings/unsupported-files.js';
import type { Kickstart } from '../kickstart/read-kickstart.js';
import { type ExtrasLine, extrasLines } from './extras-summary.js';
import { type KeyTrouble, unusableKeys } from './key-files.js';
import { bringsFiles, type ProjectExtras } from './project-extras.js';
import { noWaysIn, readWaysIn, type WaysIn } from './ways-in.js';

/** What a project's folder holds beside spec and packages, as far as it decides what is wrong or doubtful. */
export interface FolderContent {
  kickstart: Pick<Kickstart, 'fields' | 'findings'>;
  /** Public key files that the spec names and that are not there, as it names them. */
  unusableKeys: ReadonlyMap<string, KeyTrouble>;
  ways: WaysIn;
  /** The folder has files or scripts for the root, which may bring what no package does. */
  bringsFiles: boolean;
  entries: PartEntries;
  lines: readonly ExtrasLine[];
  unsupported: readonly Finding[];
}

const noEntries: PartEntries = { rootOverride: [], isoOverride: [], scripts: [], contents: [] };

/** A folder with nothing in it. */
export const noContent: FolderContent = {
  kickstart: { fields: [], findings: [] },
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
  extras: ProjectExtras,
  spec: ImageSpec,
): Promise<FolderContent> {
  return {
    ...(await readAccountContent(dir, extras, spec)),
    entries: await readPartEntries(extras),
    lines: await extrasLines(extras),
    unsupported: await unsupportedFiles(dir),
  };
}

/** What a lock is judged by: the folders whose files are copied are not looked through. */
export async function readAccountContent(
  dir: string,
  extras: ProjectExtras,
  spec: ImageSpec,
): Promise<FolderContent> {
  return {
    ...noContent,
    kickstart: extras.kickstart,
    unusableKeys: await unusableKeys(dir, spec),
    ways: await readWaysIn(extras),
    bringsFiles: bringsFiles(extras),
  };
}
