import path from 'node:path';
import { Failure } from '../../base/failure.js';
import { isRecord } from '../../base/field-path.js';
import { readSmallText } from '../../base/fs/read-small-file.js';
import { sentences, t } from '../../base/language/texts.js';
import { describePlan, planRun } from '../../build/plan.js';
import { documentToSpec } from '../../config/document.js';
import type { ImageSpec } from '../../config/image-spec.js';
import type { ProjectFile } from '../../config/schema.js';
import { type FolderContent, noContent, readFolderContent } from '../../project/folder/folder-content.js';
import { openProject, readWholeSpec } from '../../project/folder/open-project.js';
import { readProjectExtras } from '../../project/folder/project-extras.js';
import { recogniseFolder } from '../../project/folder/recognise-folder.js';
import { readKickstart } from '../../project/kickstart/read-kickstart.js';
import { digestsOf, readContents } from '../../project/write/plan-project.js';
import type { WritePermit } from '../../project/write/write-permit.js';
import { planWrite, writeProject } from '../../project/write/write-project.js';
import { withLabels } from '../model/field-labels.js';
import type { Request, RunRequest, WriteRequest } from '../model/request.js';
import type { PlanFacts, WizardState } from '../model/state.js';
import { noticeOf } from './notice.js';
import type { Ports } from './ports.js';

/** Goes through the screens with the spec of the project in the folder. */
export async function loadFolder(
  { dir, env, today, dispatch }: Ports,
  { forFailure }: Extract<Request, { type: 'load-folder' }>,
): Promise<void> {
  // Read before: what changes meanwhile is taken for newer than the spec, and asked about.
  const basis = digestsOf(await readContents(dir));
  const { spec, findings } = await readWholeSpec(dir, env, today);
  const [first] = findings.filter(({ level }) => level === 'error');
  const notice = first === undefined ? null : `${first.where ?? first.path}: ${withLabels(first.message)}`;
  dispatch({
    type: 'loaded',
    isSaved: true,
    forFailure,
    basis,
    spec: { ...spec, packages: spec.packages ?? [] },
    screen: 'review',
    notice,
  });
}

/**
 * What may be done with a person's files that are there, for a request that writes them; where they must not be
 * replaced without a question, that is asked, and null is answered.
 * @throws Failure when a file cannot be read
 */
export async function permitFor(
  { dir, dispatch }: Ports,
  request: RunRequest | WriteRequest,
  { isOfFolder, basis, addedGroups }: Pick<WizardState, 'isOfFolder' | 'basis' | 'addedGroups'>,
): Promise<WritePermit | null> {
  const permit = {
    edits: isOfFolder ? basis : {},
    replaces: request.agreed ?? {},
    groups: addedGroups,
  };
  if (request.spec === null) return permit;
  const { asks, digests } = await planWrite(dir, request.spec, permit);
  if (asks.length === 0) return permit;
  dispatch({ type: 'replaces', files: asks, digests, request });
  return null;
}

/** Writes the project's files without building. */
export async function saveFolder({ dir, dispatch }: Ports, { spec }: WriteRequest, permit: WritePermit) {
  try {
    const { written, kept, digests } = await writeProject(dir, spec, permit);
    const said =
      written.length === 0
        ? t`Nothing to write: the files already match.`
        : t`Written: ${written.join(', ')}.`;
    const text = kept.length === 0 ? said : sentences(said, t`Kept: ${kept.join(', ')}.`);
    const folder = await recogniseFolder(dir);
    const facts = { folder, saved: spec, digests, onDisk: spec };
    dispatch({ type: 'facts', facts: { ...facts, notice: { level: 'info', text } } });
  } catch (error) {
    dispatch({ type: 'facts', facts: { notice: noticeOf(error) } });
  }
}

/** What the project in the folder says, or null: there is none, or its tmpfsroot.json cannot be read. */
export async function specOnDisk(dir: string, today: Date): Promise<ImageSpec | null> {
  const { spec, isFileBroken } = await readWholeSpec(dir, {}, today);
  return isFileBroken ? null : { ...spec, packages: spec.packages ?? [] };
}

/** What a rebuild of the project in the folder would do; null where it cannot be told. */
export async function folderPlan({ dir, env }: Pick<Ports, 'dir' | 'env'>): Promise<PlanFacts | null> {
  try {
    const project = await openProject({ dir, for: 'build', env });
    const plan = await planRun(project, { env });
    return { lines: describePlan(plan, true) };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return { lines: [{ text: noticeOf(error).text, kind: 'note' }] };
  }
}

/** What a spec is judged by beside it; nothing where the folder cannot be read, which a build will say. */
export async function folderContent(dir: string, spec: ImageSpec): Promise<FolderContent> {
  try {
    const extras = await readProjectExtras(dir, await readKickstart(dir));
    return await readFolderContent(dir, extras, spec);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return noContent;
  }
}

/** The spec that the last build of the folder was made of, or null. */
export async function lastBuiltSpec(dir: string): Promise<ImageSpec | null> {
  try {
    const record: unknown = JSON.parse(await readSmallText(path.join(dir, 'output', 'build.json')));
    if (!isRecord(record) || !isRecord(record.spec)) return null;
    return documentToSpec(record.spec as ProjectFile);
  } catch {
    // A record that was never written, or is of another version, only means that nothing can be compared.
    return null;
  }
}
