import { randomBytes } from 'node:crypto';
import { rename, rm, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Failure, missingHere, stageFailed } from '../../base/failure.js';
import { asksForOtherPlace, asPart, type Cause, causeOfError } from '../../base/failure-cause.js';
import { readSmallText } from '../../base/fs/read-small-file.js';
import { t } from '../../base/language/texts.js';
import { makeCacheFolder } from '../../config/cache-folder.js';

/**
 * What is known of a package in the store, written beside it after the package itself is safely on disk. It holds for the
 * bytes that the package's name stands for, which have to be checked besides.
 */
export interface PackageMark {
  /** Digest of the key set by which its signature was found good, null when not yet looked at. */
  verified: string | null;
  /** Name, version and architecture by its own header: `bash-5.2-1.fc41.x86_64`. Known once it was found good. */
  nevra?: string;
}

/** Where the store of a cache folder is. */
export function packagesFolder(cacheDir: string): string {
  return path.join(cacheDir, 'packages');
}

/** Path of a package in the store. */
export function packagePath(cacheDir: string, sha256: string): string {
  return path.join(packagesFolder(cacheDir), `${sha256}.rpm`);
}

/** The mark of a package; null for one that was not looked at yet. */
export async function readMark(cacheDir: string, sha256: string): Promise<PackageMark | null> {
  try {
    return JSON.parse(await readSmallText(markPath(cacheDir, sha256))) as PackageMark;
  } catch {
    return null;
  }
}

/**
 * Marks a package by which keys it was verified, and under which name; the mark's time of change says when the package
 * was last used. The package is on disk by now; the mark need not be: one that a power cut takes, or leaves empty, is not
 * a mark.
 */
export async function writeMark(
  cacheDir: string,
  sha256: string,
  mark: PackageMark = { verified: null },
): Promise<void> {
  const file = markPath(cacheDir, sha256);
  const temporary = `${file}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    await writeFile(temporary, `${JSON.stringify(mark)}\n`);
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw storeFailure(error, file);
  }
}

/** Notes that a package was used now. */
export async function touchMark(cacheDir: string, sha256: string): Promise<void> {
  const now = new Date();
  await utimes(markPath(cacheDir, sha256), now, now).catch(() => {});
}

/** Makes the folder of the store. @throws Failure with exit status 3 when it cannot be. */
export async function makePackagesFolder(cacheDir: string): Promise<void> {
  try {
    await makeCacheFolder(cacheDir, 'packages');
  } catch (error) {
    throw storeFailure(error, packagesFolder(cacheDir));
  }
}

/** A sentence for what the system said of the cache folder: 3 when it cannot be written, 1 for a full disk and all else. */
export function storeFailure(error: unknown, file: string): Failure {
  if (error instanceof Failure) return error;
  const cause = causeOfError(error, file);
  const why = `${(error as Error).message}.`;
  return cause === null
    ? stageFailed({ what: t`The cache folder cannot be used.`, where: file, why })
    : cacheFailure(cause, file, why);
}

/** The same for a cause that is known, however it became known. @param why in the words of the system or program */
export function cacheFailure(cause: Cause, file: string, why: string): Failure {
  const elsewhere = t`name a folder on another disk with \`--cache-dir\`, \`cacheDir\` or CACHE_DIR.`;
  if (asksForOtherPlace(cause)) {
    return missingHere({
      what: t`The cache folder cannot be written.`,
      where: file,
      why,
      remedy: t`Change its rights, or name another with \`--cache-dir\`, \`cacheDir\` or CACHE_DIR.`,
    });
  }
  switch (cause.kind) {
    case 'disk-full':
      return stageFailed({
        what: t`The disk with the cache folder is full.`,
        where: file,
        why,
        remedy: t`Free some space, or ${elsewhere}`,
      });
    case 'no-inodes':
      return stageFailed({
        what: t`The disk with the cache folder has no inodes left for more files.`,
        where: file,
        why,
        remedy: t`Remove files there (\`df -i\` counts them), or ${elsewhere}`,
      });
    default:
      return stageFailed({
        what: t`The cache folder cannot be used: ${asPart(cause.why)}`,
        where: file,
        why,
        remedy: cause.remedy,
      });
  }
}

function markPath(cacheDir: string, sha256: string): string {
  return path.join(packagesFolder(cacheDir), `${sha256}.json`);
}
