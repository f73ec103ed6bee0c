import { readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Engine } from '../../engine/engine.js';
import { beginTenancy, type Tenancy, tenantsOf, tidyUpAfter } from '../../engine/tenancy.js';

type Locks = Pick<Engine, 'lockFile'>;

const partName = /^([0-9a-f]{64})\.([0-9a-f]+)\.part$/;
const prefix = '.parts-';

/** The files of a store that one run fetches. Each run has its own parts, so none spoils another's. */
export interface Parts extends Pick<Tenancy, 'end'> {
  /** Where a file is kept that is not whole yet. */
  pathOf(sha256: string): string;
}

/**
 * Begins to fetch files of a store. What runs that are gone had fetched of them is taken over, so that it is gone on
 * with.
 */
export async function beginParts(engine: Locks, folder: string, wanted: ReadonlySet<string>): Promise<Parts> {
  const { id, end } = await beginTenancy(engine, folder, prefix);
  const pathOf = (sha256: string) => path.join(folder, `${sha256}.${id}.part`);
  for (const [owner, parts] of await partsByOwner(folder)) {
    const taken = parts.filter(({ sha256 }) => wanted.has(sha256));
    if (taken.length === 0 || owner === id) continue;
    await tidyUpAfter(engine, folder, prefix, owner, async () => {
      for (const { file, sha256 } of taken) await rename(file, pathOf(sha256));
    });
  }
  return { pathOf, end };
}

/** Removes parts that no living run has gone on with for `age` milliseconds. */
export async function removeOldParts(engine: Locks, folder: string, age: number): Promise<void> {
  const isOld = async (file: string) => {
    const stats = await stat(file).catch(() => null);
    return stats !== null && Date.now() - stats.mtimeMs > age;
  };
  const parts = await partsByOwner(folder);
  for (const id of new Set([...parts.keys(), ...(await tenantsOf(folder, prefix))])) {
    const old: string[] = [];
    for (const { file } of parts.get(id) ?? []) if (await isOld(file)) old.push(file);
    if (old.length === 0 && parts.has(id)) continue;
    await tidyUpAfter(engine, folder, prefix, id, async () => {
      for (const file of old) await rm(file, { force: true });
    });
  }
}

/** The parts in a folder, by the run that fetched them. */
async function partsByOwner(folder: string): Promise<Map<string, { file: string; sha256: string }[]>> {
  const parts = new Map<string, { file: string; sha256: string }[]>();
  for (const name of await readdir(folder)) {
    const [, sha256, owner] = partName.exec(name) ?? [];
    if (sha256 === undefined || owner === undefined) continue;
    parts.set(owner, [...(parts.get(owner) ?? []), { file: path.join(folder, name), sha256 }]);
  }
  return parts;
}
