import { realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { badInput, Failure } from '../../base/failure.js';
import { atomicWriteFile } from '../../base/fs/atomic-write.js';
import { keepAll } from '../../base/fs/kept-copy.js';
import { parseJsonText } from '../../base/json-text.js';
import { t } from '../../base/language/texts.js';
import { checkDocument } from '../../config/check-document.js';
import { documentToSpec } from '../../config/document.js';
import type { ImageSpec } from '../../config/image-spec.js';
import { textHoldsHashes } from '../../config/password-hashes.js';
import type { ProjectFile } from '../../config/schema.js';
import { readWholeSpec } from '../folder/open-project.js';
import { lockName, projectFileName } from '../folder/project.js';
import { emptiedFields } from '../kickstart/kickstart-layer.js';
import { readKickstart } from '../kickstart/read-kickstart.js';
import { judgeWrite, type ProjectBefore } from './judge-write.js';
import {
  type ChangedFile,
  changedFiles,
  digestsOf,
  type ProjectContents,
  readContents,
  type WrittenName,
} from './plan-project.js';
import { projectFileText } from './project-file-text.js';
import { type FileDigests, noPermit, type ReplacedFile, type WritePermit } from './write-permit.js';

/** What writing a spec into a folder would do. */
export interface PlannedWrite {
  changed: readonly ChangedFile[];
  /** Files that a person must have agreed to replace before. */
  asks: readonly ReplacedFile[];
  keeps: readonly WrittenName[];
  /** What the files hold now. */
  digests: FileDigests;
}

/** What a write did; names count from the folder. */
export interface WrittenProject {
  written: string[];
  /** Copies of what was there before. */
  kept: string[];
  /** What the files hold now. */
  digests: FileDigests;
}

/**
 * Says what {@link writeProject} would do with the files of a folder.
 * @throws Failure (exit status 2) when a file cannot be read.
 */
export async function planWrite(
  dir: string,
  spec: ImageSpec,
  permit: WritePermit = noPermit,
): Promise<PlannedWrite> {
  // All are read before the first is written, so that one that cannot be read changes nothing.
  const contents = await readContents(dir);
  const changed = await changedFiles(dir, contents, spec, permit.groups);
  const digests = digestsOf(contents);
  if (changed.every(({ before }) => before === null)) return { changed, asks: [], keeps: [], digests };
  const before = await readBefore(dir, contents);
  return { changed, digests, ...judgeWrite(changed, before, spec, permit) };
}

/**
 * Writes a spec into a project's folder, which is made if need be. Each file is written atomically, and only when it
 * would say something else; `packages: null` leaves packages.list as it is. What a person would lose is kept beside it
 * before, and the lock of a project that is replaced as well.
 * @param permit What may be done with files that are there.
 * @throws Failure: 2 when a file would be replaced without having been agreed to, cannot be read, or the folder may not
 *   be written, 1 for a full disk and all else.
 */
export async function writeProject(
  dir: string,
  spec: ImageSpec,
  permit: WritePermit = noPermit,
  now: Date = new Date(),
): Promise<WrittenProject> {
  const { changed, asks, keeps } = await planWrite(dir, spec, permit);
  if (asks.length > 0) throw notAgreed(dir, asks);
  const isReplaced = keeps.some((name) => name in permit.replaces) && Object.keys(permit.edits).length === 0;
  const kept = await keepAll(dir, [...keeps, ...(isReplaced ? [lockName] : [])], now);
  for (const file of changed) await rewrite(dir, file);
  const digests = digestsOf(await readContents(dir));
  return { written: changed.map(({ name }) => name), kept, digests };
}

/**
 * A file keeps its rights, and a link stays one: what it leads to is written. The first hash of a password makes a file
 * its owner's alone.
 */
async function rewrite(dir: string, { name, before, after }: ChangedFile): Promise<void> {
  const file = path.join(dir, name);
  const target = await realpath(file).catch(() => file);
  const mode = (await stat(target).catch(() => null))?.mode;
  const isFirst = !textHoldsHashes(String(before ?? '')) && textHoldsHashes(String(after));
  await atomicWriteFile(
    target,
    after,
    isFirst ? { mode: 0o600 } : mode === undefined ? {} : { mode: mode & 0o777 },
  );
}

async function readBefore(dir: string, contents: ProjectContents): Promise<ProjectBefore> {
  // What is said of the end of a release's life does not matter here.
  const { spec } = await readWholeSpec(dir, {}, new Date());
  const stated = emptiedFields((await readKickstart(dir)).fields, spec);
  const text = contents[projectFileName]?.toString('utf8') ?? null;
  return {
    spec,
    rewritten: await changedFiles(dir, contents, spec),
    laidOut: projectFileText({ ...spec, packages: null }, stated),
    ...readProjectFile(text),
  };
}

/** What tmpfsroot.json says by itself. */
function readProjectFile(text: string | null): Pick<ProjectBefore, 'said' | 'unreadable'> {
  try {
    const value = text === null ? {} : parseJsonText(text, projectFileName).value;
    const said = checkDocument(value).length > 0 ? null : documentToSpec(value as ProjectFile);
    return { said, unreadable: null };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const { where = projectFileName, what } = error.facts;
    return { said: null, unreadable: `${where}: ${what.replace(/[.。]$/, '')}` };
  }
}

function notAgreed(dir: string, asks: readonly ReplacedFile[]): Failure {
  const names = asks.map(({ name }) => `\`${name}\``).join(', ');
  return badInput({
    what: t`${names} would be replaced, and that was not confirmed.`,
    where: dir,
    why: t`Another program has just changed the files. Nothing was written.`,
    remedy: t`Check them, and write again.`,
  });
}
