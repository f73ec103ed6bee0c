import { createHash } from 'node:crypto';
import path from 'node:path';
import { Failure } from '../base/failure.js';
import { atomicWriteFile } from '../base/fs/atomic-write.js';
import { readSmallText } from '../base/fs/read-small-file.js';
import { formatLock, parseLockFile } from '../rpm/lock/lock-file.js';

/** In `output/`: the digest of the lock that was written last in this folder. */
const recordName = '.rpms.lock.sha256';

/** Remembers the text of the lock that is written, so that one by other hands is known from it. */
export async function rememberLock(projectDir: string, text: string): Promise<void> {
  const record = `${digestOf(text)}\n`;
  if ((await readRecord(projectDir)) === record) return;
  await atomicWriteFile(path.join(projectDir, 'output', recordName), record);
}

/**
 * Whether a text of rpms.lock is what `lock` has written: in its very form, and, where it is known what was written
 * last in this folder, that. A plain list, a lock with marks of a merge, and one that was edited are not.
 */
export async function isWrittenLock(projectDir: string, text: string): Promise<boolean> {
  if (!isOurText(text)) return false;
  const record = await readRecord(projectDir);
  return record === null || record === `${digestOf(text)}\n`;
}

function isOurText(text: string): boolean {
  try {
    const found = parseLockFile(text, 'rpms.lock');
    return found.kind === 'lock' && formatLock(found.lock) === text;
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return false;
  }
}

async function readRecord(projectDir: string): Promise<string | null> {
  return await readSmallText(path.join(projectDir, 'output', recordName)).catch(() => null);
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
