import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { keepAside, keptName } from '../base/fs/kept-copy.js';
import type { ArtefactRecord } from './artefacts.js';
import { listedFiles } from './listed-files.js';

/**
 * Keeps a file that lies in `output/` under an artefact's name and is not as a build left it: somebody put it there, or
 * has changed it since, as a machine does that was started from it.
 * @param file Path in `output/`.
 * @returns Under which name, relative to `output/`; null where there was nothing to keep.
 */
export async function keepForeignFile(
  outputDir: string,
  file: string,
  record: ArtefactRecord,
  now: Date,
): Promise<string | null> {
  const target = path.join(outputDir, file);
  if ((await stat(target).catch(() => null)) === null || (await record.isAsMade(file))) return null;
  return path.relative(outputDir, await keepAside(target, now));
}

/**
 * Whether a folder in `output/` that a build replaces as a whole holds a file that none has made.
 * @param list File in it with the digests of what was made, as sha256sum prints them; path in `output/`.
 */
export async function holdsForeignFiles(
  outputDir: string,
  list: string,
  record: ArtefactRecord,
): Promise<boolean> {
  const folder = path.dirname(list);
  const listed = await listedFiles(path.join(outputDir, list));
  const entries = await readdir(path.join(outputDir, folder), { recursive: true, withFileTypes: true }).catch(
    () => [],
  );
  for (const entry of entries) {
    if (entry.isDirectory()) continue;
    const file = path.relative(outputDir, path.join(entry.parentPath, entry.name));
    const isMade = record.knows(file) ? await record.isAsMade(file) : listed.has(path.relative(folder, file));
    if (!isMade) return true;
  }
  return false;
}

/** A name beside a folder, with the time, that nothing has yet. */
export async function freeKeptName(folder: string, now: Date): Promise<string> {
  for (let turn = 1; ; turn += 1) {
    const name = keptName(folder, now, turn);
    if ((await stat(name).catch(() => null)) === null) return name;
  }
}
