import { randomBytes } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { badInput, type Failure, stageFailed } from '../failure.js';
import { asksForOtherPlace, causeOfError } from '../failure-cause.js';
import { t } from '../language/texts.js';

/**
 * Writes a file so that a reader, or a power cut, finds either the old content or the new one, never a part:
 * temporary file in the same folder, fsync, rename, fsync of the folder. Makes missing folders.
 * @throws Failure: 2 when the folder may not be written, 1 for a full disk and all else.
 */
export async function atomicWriteFile(
  file: string,
  data: string | Uint8Array,
  options: { mode?: number } = {},
): Promise<void> {
  const folder = path.dirname(file);
  const temporary = path.join(folder, `.${path.basename(file)}.${randomBytes(6).toString('hex')}.tmp`);
  try {
    await mkdir(folder, { recursive: true });
    const handle = await open(temporary, 'wx', options.mode ?? 0o644);
    try {
      // The mode that is asked for, whatever the umask takes off.
      if (options.mode !== undefined) await handle.chmod(options.mode);
      await handle.writeFile(data);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
    await syncPath(folder);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {});
    throw writeFailure(file, error);
  }
}

/** Makes what a file holds, or a rename in a folder, survive a power cut. */
export async function syncPath(file: string): Promise<void> {
  const handle = await open(file, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** A sentence for what the system said when `file` could not be written: 2 where another folder helps, else 1. */
export function writeFailure(file: string, error: unknown): Failure {
  const cause = causeOfError(error, file);
  const facts = {
    what: t`\`${file}\` could not be written.`,
    where: file,
    why: cause?.why ?? (error instanceof Error ? error.message : String(error)),
    ...(cause === null ? {} : { remedy: cause.remedy }),
  };
  return cause !== null && asksForOtherPlace(cause) ? badInput(facts) : stageFailed(facts);
}
