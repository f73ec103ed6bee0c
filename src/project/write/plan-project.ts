import { createHash } from 'node:crypto';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { Failure } from '../../base/failure.js';
import { getAt } from '../../base/field-path.js';
import { readBytes } from '../../base/fs/read-text.js';
import { parseJsonText } from '../../base/json-text.js';
import { checkDocument } from '../../config/check-document.js';
import { documentToSpec } from '../../config/document.js';
import { nameFromFolder } from '../../config/fields/image-name.js';
import type { ImageSpec } from '../../config/image-spec.js';
import { projectJsonSchema } from '../../config/json-schema.js';
import type { ProjectFile } from '../../config/schema.js';
import { packagesListName, projectFileName } from '../folder/project.js';
import { emptiedFields } from '../kickstart/kickstart-layer.js';
import { readKickstart } from '../kickstart/read-kickstart.js';
import { rootKickstartName } from '../kickstart/root-kickstart.js';
import { type AddedGroups, editPackagesList } from '../packages/edit-packages-list.js';
import { jsonText, projectFileText, schemaFileName } from './project-file-text.js';
import { starterKickstart } from './starter-files.js';
import type { FileDigests } from './write-permit.js';

/** The files that a spec is written into, in the order of writing. */
export const writtenNames = [schemaFileName, packagesListName, rootKickstartName, projectFileName] as const;
export type WrittenName = (typeof writtenNames)[number];

/** What those files held at one moment; null: there was none. */
export type ProjectContents = Readonly<Record<WrittenName, Buffer | null>>;

/** A file that a spec changes. */
export interface ChangedFile {
  name: WrittenName;
  /** Null: there is none. */
  before: Buffer | null;
  after: Buffer;
}

/** @throws Failure (exit status 2) when one of the files is there and cannot be read. */
export async function readContents(dir: string): Promise<ProjectContents> {
  const entries = await Promise.all(
    writtenNames.map(async (name) => [name, await readBytes(path.join(dir, name), name)] as const),
  );
  return Object.fromEntries(entries) as Record<WrittenName, Buffer | null>;
}

export function digestsOf(contents: ProjectContents): FileDigests {
  const present = writtenNames.flatMap((name) => {
    const content = contents[name];
    return content === null ? [] : [[name, digestOf(content)] as const];
  });
  return Object.fromEntries(present);
}

export function digestOf(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/**
 * The files of a project's folder that say something else than a spec: tmpfsroot.json without the packages, its JSON
 * Schema, packages.list (left as it is with `packages: null`), and a ks/ks.root.cfg where there is none. A file that
 * says the same in other words is not among them.
 * @throws Failure (exit status 2) when the folder's kickstart files cannot be read.
 */
export async function changedFiles(
  dir: string,
  contents: ProjectContents,
  spec: ImageSpec,
  groups: AddedGroups = {},
): Promise<ChangedFile[]> {
  const content = { ...spec, packages: null };
  const text = (name: WrittenName) => contents[name]?.toString('utf8') ?? null;
  const [project, list] = [text(projectFileName), text(packagesListName)];
  // Left out, such a field would be taken from a person's own line again.
  const stated = emptiedFields((await readKickstart(dir)).fields, spec);
  const isSaid = saysTheSame(project, content, path.basename(path.resolve(dir)), stated);
  const after: Record<WrittenName, string | null> = {
    [schemaFileName]: jsonText(projectJsonSchema()),
    [packagesListName]: spec.packages === null ? null : editPackagesList(list, spec.packages, groups),
    [rootKickstartName]: contents[rootKickstartName] === null ? starterKickstart : null,
    [projectFileName]: isSaid ? null : projectFileText(content, stated),
  };
  return writtenNames.flatMap((name): ChangedFile[] => {
    const [before, next] = [contents[name], after[name]];
    if (next === null) return [];
    const bytes = Buffer.from(next);
    return before?.equals(bytes) === true ? [] : [{ name, before, after: bytes }];
  });
}

/** Whether a project file means that spec already, however it is laid out. */
function saysTheSame(
  text: string | null,
  spec: ImageSpec,
  folderName: string,
  stated: readonly string[],
): boolean {
  if (text === null) return false;
  try {
    const { value } = parseJsonText(text, projectFileName);
    if (checkDocument(value).length > 0) return false;
    const said = documentToSpec(value as ProjectFile, nameFromFolder(folderName));
    return isDeepStrictEqual(said, spec) && stated.every((field) => getAt(value, field) !== undefined);
  } catch (error) {
    if (error instanceof Failure) return false;
    throw error;
  }
}
