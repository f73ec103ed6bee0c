import { randomBytes } from 'node:crypto';
import { link, mkdir, mkdtemp, open, readdir, readFile, rename, rm, unlink } from 'node:fs/promises';
import path from 'node:path';
import { badInput, Failure, missingHere, stageFailed } from '../spec/failure.js';
import { asksForOtherPlace, causeOfError } from '../spec/failure-cause.js';

/**
 * The text of a file of a store, or null when there is none.
 * @throws Failure (exit status 2) when it is there and cannot be read.
 */
export async function readStoreFile(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null;
    throw badInput({
      what: `\`${file}\` could not be read.`,
      where: file,
      why: error instanceof Error ? error.message : String(error),
      remedy: `Look at it with \`ls -ld ${file}\`.`,
    });
  }
}

/**
 * Moves a damaged file out of the way, where a person finds it: `NAME.json.broken-TIME-DIGITS`. The digits keep
 * two processes that do so at once from replacing what the other moved.
 * @param seen Its text when it was found damaged; another process may have replaced it since, and what that one
 * wrote is put back.
 * @returns Where it is now, or null when there was nothing damaged to move any more.
 */
export async function setAside(file: string, seen: string, now: Date): Promise<string | null> {
  const time = now.toISOString().replace(/[-:]/g, '');
  const aside = `${file}.broken-${time}-${randomBytes(3).toString('hex')}`;
  try {
    await rename(file, aside);
    if ((await readFile(aside, 'utf8')) === seen) return aside;
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

/** A new folder in `parent` (which is made) for a file that is not finished; its name says whose it is. */
export async function makeStaging(parent: string): Promise<string> {
  await makeStoreFolder(parent);
  await removeAbandoned(parent);
  return await mkdtemp(stagingPath(parent));
}

/** What the path of such a folder begins with. */
export function stagingPath(parent: string): string {
  return path.join(parent, `${stagingPrefix}${process.pid}-`);
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

/** Removes what processes left that were killed while they wrote. */
export async function removeAbandoned(parent: string): Promise<void> {
  for (const name of await readdir(parent)) {
    const owner = name.startsWith(stagingPrefix) ? name.slice(stagingPrefix.length).split('-')[0] : undefined;
    if (owner === undefined || isRunning(Number(owner))) continue;
    await rm(path.join(parent, name), { recursive: true, force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) !== 'ESRCH';
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
  const what = `\`${file}\` could not be written.`;
  const cause = causeOfError(error, file);
  if (cause === null)
    return stageFailed({ what, where: file, why: error instanceof Error ? error.message : String(error) });
  const facts = { what, where: file, why: cause.why };
  if (!asksForOtherPlace(cause)) return stageFailed({ ...facts, remedy: cause.remedy });
  if (cause.kind === 'in-the-way') return missingHere({ ...facts, remedy: cause.remedy });
  return missingHere({
    ...facts,
    remedy: `Change the rights of \`${path.dirname(file)}\`, or name another folder with XDG_CONFIG_HOME (presets) or XDG_STATE_HOME (drafts).`,
  });
}

export function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}
