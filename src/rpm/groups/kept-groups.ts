import path from 'node:path';
import { isRecord } from '../../base/field-path.js';
import { atomicWriteFile } from '../../base/fs/atomic-write.js';
import { readSmallText } from '../../base/fs/read-small-file.js';
import { makeCacheFolder } from '../../config/cache-folder.js';
import { removeOldLists } from '../store/old-lists.js';
import { storeFailure } from '../store/store-folder.js';
import { type CompsText, type PackageGroups, packageGroupsOf } from './package-groups.js';

/** Fedora's comps have 2 MB; a solver program takes none of more than 6 MB, which JSON makes longer. */
const mostTextBytes = 200_000_000;

const groupsFolder = 'package-groups';

/**
 * Reads what a solver program wrote of the comps of a project's repositories, and keeps their groups.
 * @param textsFile `[{"repository": ID, "xml": TEXT}, ...]`, or `"problem": SENTENCE` for a text that cannot be had
 * @param indexFile where the list of the same repositories is kept
 * @throws Failure: 3 when the cache folder cannot be written, 1 when its disk is full.
 */
export async function keepGroups(textsFile: string, indexFile: string, cacheDir: string): Promise<void> {
  const file = groupsFile(indexFile, cacheDir);
  try {
    const texts = JSON.parse(await readSmallText(textsFile, mostTextBytes)) as CompsText[];
    await makeCacheFolder(cacheDir, groupsFolder);
    await atomicWriteFile(file, JSON.stringify(packageGroupsOf(texts)));
    await removeOldLists(path.dirname(file));
  } catch (error) {
    throw storeFailure(error, file);
  }
}

/** The groups that were kept with the list of a project's repositories, or null: there are none, or they are damaged. */
export async function cachedPackageGroups(
  indexFile: string,
  cacheDir: string,
): Promise<PackageGroups | null> {
  try {
    const kept = JSON.parse(await readSmallText(groupsFile(indexFile, cacheDir), mostTextBytes)) as unknown;
    return isPackageGroups(kept) ? kept : null;
  } catch {
    return null;
  }
}

function groupsFile(indexFile: string, cacheDir: string): string {
  return path.join(cacheDir, groupsFolder, path.basename(indexFile));
}

function isPackageGroups(value: unknown): value is PackageGroups {
  if (!isRecord(value)) return false;
  const { groups, environments, problems } = value;
  const hasTexts = (item: unknown, ...names: string[]) =>
    isRecord(item) && names.every((name) => typeof item[name] === 'string');
  return (
    isListOf(groups, (one) => hasTexts(one, 'id', 'name') && isListOf(one.packages, isCompsPackage)) &&
    isListOf(environments, (one) => hasTexts(one, 'id', 'name') && isListOf(one.groups, isText)) &&
    isListOf(problems, (one) => hasTexts(one, 'repository', 'reason'))
  );
}

function isListOf(value: unknown, isItem: (item: Record<string, unknown>) => boolean): boolean {
  return Array.isArray(value) && value.every(isItem);
}

function isCompsPackage({ name, requires }: Record<string, unknown>): boolean {
  return typeof name === 'string' && (requires === null || typeof requires === 'string');
}

function isText(item: unknown): boolean {
  return typeof item === 'string';
}
