import { randomBytes } from 'node:crypto';
import { link, mkdir, mkdtemp, open, readdir, rename, rm, stat, unlink } from 'node:fs/promises';
import path from 'node:path';
import { badInput, Failure, missingHere, stageFailed } from '../base/failure.js';
import { asksForOtherPlace, causeOfError } from '../base/failure-cause.js';
import { readSmallText } from '../base/fs/read-small-file.js';
import { unreadableReason } from '../base/fs/regular-file.js';
import { mostDocumentBytes } from '../base/json-text.js';
import { t } from '../base/language/texts.js';

/**
 * The text of a file of a store, or null when there is none.
 * @throws Failure (exit status 2) when it is there and cannot be read.
 */
export async function readStoreFile(file: string): Promise<string | null> {
  try {
    return await readSmallText(file, mostDocumentBytes);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw badInput({
      what: t`\`${file}\` could not be read.`,
      where: file,
      why: unreadableReason(error),
      remedy: t`Look at it with \`ls -ld ${file}\`.`,
    });
  }
}

/**
 * A name beside a file for what it holds: `NAME.json.WORD-TIME-DIGITS`. The digits keep two processes that move a file
 * at once from replacing what the other moved.
 */
export function asideName(file: string, word: 'broken' | 'deleted', now: Date): string {
  return `${file}.${word}-${now.toISOString().replace(/[-:]/g, '')}-${randomBytes(3).toString('hex')}`;
}

/**
 * Moves a damaged file out of the way, where a person finds it.
 * @param seen Its text when it was found damaged; another process may have replaced it since, and what that one
 * wrote is put back.
 * @returns Where it is now, or null when there was nothing damaged to move any more.
 */
export async function setAside(file: string, seen: string, now: Date): Promise<string | null> {
  const aside = asideName(file, 'broken', now);
  try {
    await rename(file, aside);
    if ((await readSmallText(aside)) === seen) return aside;
    if (await placeNew(aside, file)) await unlink(aside);
    return null;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw storeFailure(file, error);
  }
}

/** Gives a file a second name, unless that name is taken: answers whether it did. */
export async function placeNew(file: string, name: string): Promise<boolean> {
  try {
    await link(file, name);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/** A new folder in `parent` (which is made) for a file that is not finished. */
export async function makeStaging(parent: string): Promise<string> {
  await makeStoreFolder(parent);
  await removeStaleStaging(parent);
  return await mkdtemp(stagingPath(parent));
}

/** What the path of such a folder begins with. */
export function stagingPath(parent: string): string {
  return path.join(parent, stagingPrefix);
}

/**
 * Makes a folder and those above it, for its owner only. Node's own recursive mkdir hides that a file system is
 * read-only, and never ends below /proc.
 */
export async function makeStoreFolder(dir: string): Promise<void> {
  try {
    await mkdir(dir, { mode: 0o700 });
  } catch (error) {
    const code = codeOf(error);
    if (code === 'EEXIST') return;
    if (code !== 'ENOENT' || path.dirname(dir) === dir) throw error;
    await makeStoreFolder(path.dirname(dir));
    await mkdir(dir, { mode: 0o700 }).catch((second) => {
      if (codeOf(second) !== 'EEXIST') throw second;
    });
  }
}

const stagingPrefix = '.saving-';

/**
 * Milliseconds after which such a folder is nobody's: a day. A file is written in milliseconds, so its age tells the dead
 * from the living in other containers and on every system; a lock would need a program, which macOS does not have.
 */
const stagingAge = 24 * 3600 * 1000;

/** Removes what processes left that were killed while they wrote. */
export async function removeStaleStaging(parent: string): Promise<void> {
  for (const name of (await readdir(parent)).filter((entry) => entry.startsWith(stagingPrefix))) {
    const folder = path.join(parent, name);
    const stats = await stat(folder).catch(() => null);
    if (stats !== null && Date.now() - stats.mtimeMs > stagingAge)
      await rm(folder, { recursive: true, force: true });
  }
}

/** Makes new names in a folder survive a power cut. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** A sentence for what the system said when `file` of a store could not be written: 3 where another folder helps, else 1. */
export function storeFailure(file: string, error: unknown): Failure {
  if (error instanceof Failure) return error;
  const what = t`\`${file}\` could not be written.`;
  const cause = causeOfError(error, file);
  if (cause === null)
    return stageFailed({ what, where: file, why: error instanceof Error ? error.message : String(error) });
  const facts = { what, where: file, why: cause.why };
  if (!asksForOtherPlace(cause)) return stageFailed({ ...facts, remedy: cause.remedy });
  if (cause.kind === 'in-the-way') return missingHere({ ...facts, remedy: cause.remedy });
  return missingHere({
    ...facts,
    remedy: t`Change the rights of \`${path.dirname(file)}\`, or name another folder with XDG_CONFIG_HOME (presets) or XDG_STATE_HOME (drafts).`,
  });
}

export function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}
