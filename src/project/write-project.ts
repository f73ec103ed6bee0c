import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { checkDocument } from '../spec/check-document.js';
import { nameFromFolder } from '../spec/defaults.js';
import { documentToSpec } from '../spec/document.js';
import { Failure } from '../spec/failure.js';
import { getAt } from '../spec/field-path.js';
import type { ImageSpec } from '../spec/image-spec.js';
import { projectJsonSchema } from '../spec/json-schema.js';
import { parseJsonText } from '../spec/json-text.js';
import type { ProjectFile } from '../spec/schema.js';
import { atomicWriteFile } from './atomic-write.js';
import { editPackagesList } from './edit-packages-list.js';
import { readKickstart } from './kickstart/read-kickstart.js';
import { editKickstart, rootKickstartName } from './kickstart-block.js';
import { emptiedFields } from './kickstart-layer.js';
import { packagesListName, projectFileName } from './project.js';
import { readBytes, readText } from './read-text.js';
import { jsonText, projectFileText, schemaFileName } from './starter-files.js';

/**
 * Writes a spec into a project's folder, which is made if need be: tmpfsroot.json without the packages, its
 * JSON Schema, packages.list, and the system settings in ks/ks.root.cfg, where a person's own lines stay. Each file
 * is written atomically, and only when it would say something else. `packages: null` leaves packages.list as it is.
 * @returns The names of the files that were written, relative to the folder.
 * @throws Failure: 2 when a file cannot be read or the folder may not be written, 1 for a full disk and all else.
 */
export async function writeProject(dir: string, spec: ImageSpec): Promise<string[]> {
  const before = (name: string) => readText(path.join(dir, name), name);
  // All are read before the first is written, so that one that cannot be read changes nothing.
  const [project, schema, list, kickstart] = await Promise.all([
    before(projectFileName),
    before(schemaFileName),
    before(packagesListName),
    readBytes(path.join(dir, rootKickstartName), rootKickstartName),
  ]);
  const content = { ...spec, packages: null };
  // Left out, such a field would be taken from a person's own line again.
  const stated = emptiedFields((await readKickstart(dir)).fields, spec);
  const files: { name: string; before: string | Buffer | null; text: string | Buffer | null }[] = [
    { name: schemaFileName, before: schema, text: jsonText(projectJsonSchema()) },
    ...(spec.packages === null
      ? []
      : [{ name: packagesListName, before: list, text: editPackagesList(list, spec.packages) }]),
    { name: rootKickstartName, before: kickstart, text: editKickstart(kickstart, spec) },
    {
      name: projectFileName,
      before: project,
      text: saysTheSame(project, content, path.basename(path.resolve(dir)), stated)
        ? project
        : projectFileText(content, stated),
    },
  ];
  const written: string[] = [];
  for (const file of files) {
    if (file.text === null || isDeepStrictEqual(file.text, file.before)) continue;
    await atomicWriteFile(path.join(dir, file.name), file.text);
    written.push(file.name);
  }
  return written;
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
