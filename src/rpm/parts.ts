import { readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { packagesFolder } from './store-folder.js';

const partName = /^([0-9a-f]{64})\.(\d+)\.part$/;

/** Where this process keeps a package that is not whole yet. Each process has its own, so none spoils another's. */
export function partPath(cacheDir: string, sha256: string): string {
  return path.join(packagesFolder(cacheDir), `${sha256}.${process.pid}.part`);
}

/** Takes over what processes that are gone had fetched of these packages, so that it is gone on with. */
export async function claimParts(cacheDir: string, wanted: ReadonlySet<string>): Promise<void> {
  for (const { name, sha256, pid } of await listParts(cacheDir)) {
    if (!wanted.has(sha256) || pid === process.pid || isAlive(pid)) continue;
    // Of two processes that do so at once, one finds nothing.
    await rename(path.join(packagesFolder(cacheDir), name), partPath(cacheDir, sha256)).catch(() => {});
  }
}

/** Removes parts that nobody has gone on with for `age` milliseconds. */
export async function removeOldParts(cacheDir: string, age: number): Promise<void> {
  for (const { name, pid } of await listParts(cacheDir)) {
    const file = path.join(packagesFolder(cacheDir), name);
    const stats = await stat(file).catch(() => null);
    if (stats !== null && Date.now() - stats.mtimeMs > age && !isAlive(pid)) await rm(file, { force: true });
  }
}

async function listParts(cacheDir: string): Promise<{ name: string; sha256: string; pid: number }[]> {
  return (await readdir(packagesFolder(cacheDir))).flatMap((name) => {
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
