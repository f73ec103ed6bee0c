import { constants, copyFile, link, stat } from 'node:fs/promises';
import path from 'node:path';
import { syncPath, writeFailure } from './atomic-write.js';

/**
 * Keeps what a file holds beside it, with the time in its name: `tmpfsroot.json.2026-11-28T173012`. No reader of a
 * project takes such a name for input, as all of them go by whole names or by their ends. A copy that is there is
 * never written over: the next one of that second ends in `-2`.
 * @returns The path of the copy.
 * @throws Failure as {@link atomicWriteFile}; then nothing was kept, and nothing may be replaced.
 */
export async function keepCopy(file: string, now: Date): Promise<string> {
  for (let turn = 1; ; turn += 1) {
    const copy = keptName(file, now, turn);
    try {
      await copyFile(file, copy, constants.COPYFILE_EXCL);
      await syncPath(copy);
      await syncPath(path.dirname(copy));
      return copy;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw writeFailure(copy, error);
    }
  }
}

/**
 * The same without copying bytes where the file system can, for a large file whose name is given to another one next:
 * until then the copy is the very file.
 */
export async function keepAside(file: string, now: Date): Promise<string> {
  for (let turn = 1; ; turn += 1) {
    const copy = keptName(file, now, turn);
    try {
      await link(file, copy);
      return copy;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') return await keepCopy(file, now);
    }
  }
}

/**
 * Keeps copies of those of these files that are there, all under the same time.
 * @returns The copies, relative to the folder.
 */
export async function keepAll(dir: string, names: readonly string[], now: Date): Promise<string[]> {
  const kept: string[] = [];
  for (const name of names) {
    const file = path.join(dir, name);
    if ((await stat(file).catch(() => null))?.isFile() !== true) continue;
    kept.push(path.relative(dir, await keepCopy(file, now)));
  }
  return kept;
}

/** The name under which the content of a file is kept: its own with the time of this machine. */
export function keptName(name: string, now: Date, turn = 1): string {
  const two = (number: number) => String(number).padStart(2, '0');
  const day = `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
  const time = `${two(now.getHours())}${two(now.getMinutes())}${two(now.getSeconds())}`;
  return `${name}.${day}T${time}${turn === 1 ? '' : `-${turn}`}`;
}
