import { readdir, realpath } from 'node:fs/promises';
import path from 'node:path';
import { badInput } from '../../base/failure.js';
import { readText } from '../../base/fs/read-text.js';
import { t } from '../../base/language/texts.js';
import {
  type IncludeText,
  type IncludeTexts,
  includeCandidates,
  includeTargets,
  outside,
} from './include.js';

/** The kickstart files of a project, read. */
export interface KickstartFiles {
  /** Texts of `ks/*.cfg` by their path in the project's folder. */
  own: ReadonlyMap<string, string>;
  /** Those and all that they may include. */
  includes: IncludeTexts;
}

/**
 * Reads `ks/*.cfg` and what they include; null where there is no such file.
 * @param dir The project's folder, absolute.
 * @throws Failure (exit status 2) when one of them cannot be read.
 */
export async function loadKickstartFiles(dir: string): Promise<KickstartFiles | null> {
  const entries = await readdir(path.join(dir, 'ks')).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return [];
    throw badInput({
      what: t`The folder \`ks\` could not be read.`,
      where: path.join(dir, 'ks'),
      why: error.message,
      remedy: t`Look at it with \`ls -ld ${path.join(dir, 'ks')}\`.`,
    });
  });
  const names = entries
    .filter((name) => name.endsWith('.cfg'))
    .sort()
    .map((name) => `ks/${name}`);
  if (names.length === 0) return null;
  const own = new Map<string, string>();
  for (const name of names) own.set(name, (await readText(path.join(dir, name), name)) ?? '');
  const includes = new Map<string, IncludeText>();
  const pending = [...own.entries()];
  for (let next = pending.shift(); next !== undefined; next = pending.shift()) {
    const [from, text] = next;
    for (const target of includeTargets(text)) {
      const candidates = includeCandidates(target, from);
      if (!Array.isArray(candidates)) continue;
      for (const name of candidates.filter((one) => !includes.has(one))) {
        const found = await readInside(dir, name);
        includes.set(name, found);
        if (typeof found === 'string' && !own.has(name)) pending.push([name, found]);
      }
    }
  }
  return { own, includes };
}

/** An image must follow from its project alone, so that another machine makes the same of it. */
async function readInside(dir: string, name: string): Promise<IncludeText> {
  const file = path.join(dir, name);
  const text = await readText(file, name);
  if (text === null) return null;
  const [real, folder] = await Promise.all([realpath(file), realpath(dir)]);
  return real.startsWith(`${folder}${path.sep}`) ? text : outside;
}
