import { readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';

const partName = /^([0-9a-f]{64})\.(\d+)\.part$/;

/** Where this process keeps a file of a store that is not whole yet. Each process has its own, so none spoils another's. */
export function partPath(folder: string, sha256: string): string {
  return path.join(folder, `${sha256}.${process.pid}.part`);
}

/** Takes over what processes that are gone had fetched of these files, so that it is gone on with. */
export async function claimParts(folder: string, wanted: ReadonlySet<string>): Promise<void> {
  for (const { name, sha256, pid } of await listParts(folder)) {
    if (!wanted.has(sha256) || pid === process.pid || isAlive(pid)) continue;
    // Of two processes that do so at once, one finds nothing.
    await rename(path.join(folder, name), partPath(folder, sha256)).catch(() => {});
  }
}

/** Removes parts that nobody has gone on with for `age` milliseconds. */
export async function removeOldParts(folder: string, age: number): Promise<void> {
  for (const { name, pid } of await listParts(folder)) {
    const file = path.join(folder, name);
    const stats = await stat(file).catch(() => null);
    if (stats !== null && Date.now() - stats.mtimeMs > age && !isAlive(pid)) await rm(file, { force: true });
  }
}

async function listParts(folder: string): Promise<{ name: string; sha256: string; pid: number }[]> {
  return (await readdir(folder)).flatMap((name) => {
    const match = partName.exec(name);
    return match === null ? [] : [{ name, sha256: match[1] as string, pid: Number(match[2]) }];
  });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
