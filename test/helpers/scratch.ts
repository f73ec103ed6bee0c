import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/**
 * Makes an empty folder of a new name, for its owner alone. The name ends in hexadecimal digits: one with any letters
 * spells a word now and then that a test looks for in what a program says.
 */
export function newFolder(prefix: string, above = tmpdir()): string {
  const dir = path.join(above, `${prefix}${randomBytes(4).toString('hex')}`);
  mkdirSync(dir, { mode: 0o700 });
  return dir;
}

/** A folder that is gone when the test is over. */
export function scratchFolder(t: { after(undo: () => void): void }): string {
  const dir = newFolder('tfr-');
  // A program that is still to be ended may write into it at that moment.
  t.after(() => rmSync(dir, { recursive: true, force: true, maxRetries: 10 }));
  return dir;
}

/** Writes files (folders are made) below a folder; content by relative path. */
export function writeTree(dir: string, files: Readonly<Record<string, string | Uint8Array>>): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(dir, name)), { recursive: true });
    writeFileSync(path.join(dir, name), content);
  }
}
