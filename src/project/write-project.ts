import { realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { checkDocument } from '../spec/check-document.js';
import { documentToSpec } from '../spec/document.js';
import { badInput, Failure } from '../spec/failure.js';
import type { ImageSpec } from '../spec/image-spec.js';
import { parseJsonText } from '../spec/json-text.js';
import type { ProjectFile } from '../spec/schema.js';
import { atomicWriteFile } from './atomic-write.js';
import { judgeWrite, type ProjectBefore } from './judge-write.js';
import { keepAll } from './kept-copy.js';
import { readKickstart } from './kickstart/read-kickstart.js';
import { emptiedFields } from './kickstart-layer.js';
import {
  type ChangedFile,
  changedFiles,
  digestsOf,
  type ProjectContents,
  readContents,
  type WrittenName,
} from './plan-project.js';
import { lockName, projectFileName } from './project.js';
import { readWholeSpec } from './read-whole-spec.js';
import { projectFileText } from './starter-files.js';
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
  const changed = await changedFiles(dir, contents, spec);
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
  for (const { name, after } of changed) await rewrite(path.join(dir, name), after);
  const digests = digestsOf(await readContents(dir));
  return { written: changed.map(({ name }) => name), kept, digests };
}

/** A file keeps its rights, and a link stays one: what it leads to is written. */
async function rewrite(file: string, content: Uint8Array): Promise<void> {
  const target = await realpath(file).catch(() => file);
  const mode = (await stat(target).catch(() => null))?.mode;
  await atomicWriteFile(target, content, mode === undefined ? {} : { mode: mode & 0o777 });
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
    return { said: null, unreadable: `${where}: ${what.replace(/\.$/, '')}` };
  }
}

function notAgreed(dir: string, asks: readonly ReplacedFile[]): Failure {
  const names = asks.map(({ name }) => `\`${name}\``).join(', ');
  return badInput({
    what: `${names} would be replaced, and nobody has agreed to that.`,
    where: dir,
    why: 'Something has changed the files just now. Nothing was written.',
    remedy: 'Look at them, and write again.',
  });
}
