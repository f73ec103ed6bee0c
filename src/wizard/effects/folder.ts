import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { planRun } from '../../pipeline/plan-run.js';
import { planLines } from '../../pipeline/plan-text.js';
import { type FolderContent, noContent, readFolderContent } from '../../project/folder-content.js';
import { readKickstart } from '../../project/kickstart/read-kickstart.js';
import { openProject } from '../../project/open-project.js';
import { digestsOf, readContents } from '../../project/plan-project.js';
import { projectFileName } from '../../project/project.js';
import { readProjectParts } from '../../project/project-parts.js';
import { readWholeSpec } from '../../project/read-whole-spec.js';
import { recogniseFolder } from '../../project/recognise-folder.js';
import type { WritePermit } from '../../project/write-permit.js';
import { planWrite, writeProject } from '../../project/write-project.js';
import { documentToSpec } from '../../spec/document.js';
import { Failure } from '../../spec/failure.js';
import { isRecord } from '../../spec/field-path.js';
import type { ImageSpec } from '../../spec/image-spec.js';
import type { ProjectFile } from '../../spec/schema.js';
import type { PlanFacts, RunRequest, WizardState, WriteRequest } from '../state.js';
import { noticeOf } from './notice.js';
import type { Ports } from './ports.js';

/** Goes through the screens with the spec of the project in the folder. */
export async function loadFolder({ dir, env, today, dispatch }: Ports): Promise<void> {
  // Read before: what changes meanwhile is taken for newer than the spec, and asked about.
  const basis = digestsOf(await readContents(dir));
  const { spec, findings } = await readWholeSpec(dir, env, today);
  const [first] = findings.filter(({ level }) => level === 'error');
  const notice = first === undefined ? null : `${first.where ?? first.path}: ${first.message}`;
  dispatch({
    type: 'loaded',
    isSaved: true,
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
  { isOfFolder, basis }: Pick<WizardState, 'isOfFolder' | 'basis'>,
): Promise<WritePermit | null> {
  const permit = { edits: isOfFolder ? basis : {}, replaces: request.agreed ?? {} };
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
    const said = written.length === 0 ? 'The files say so already.' : `Written: ${written.join(', ')}.`;
    const text = kept.length === 0 ? said : `${said} Kept: ${kept.join(', ')}.`;
    const folder = await recogniseFolder(dir);
    const facts = { folder, saved: spec, digests, onDisk: spec };
    dispatch({ type: 'facts', facts: { ...facts, notice: { level: 'info', text } } });
  } catch (error) {
    dispatch({ type: 'facts', facts: { notice: noticeOf(error) } });
  }
}

/** What the project in the folder says, or null: there is none, or its tmpfsroot.json cannot be read. */
export async function specOnDisk(dir: string, today: Date): Promise<ImageSpec | null> {
  const { spec, findings } = await readWholeSpec(dir, {}, today);
  const isBroken = findings.some(
    ({ where, path: field }) => where?.startsWith(projectFileName) && field === '',
  );
  return isBroken ? null : { ...spec, packages: spec.packages ?? [] };
}

/** What a rebuild of the project in the folder would do; null where it cannot be told. */
export async function folderPlan({ dir, env }: Pick<Ports, 'dir' | 'env'>): Promise<PlanFacts | null> {
  try {
    const project = await openProject({ dir, for: 'build', env });
    const plan = await planRun(project, { env });
    return { lines: planLines(plan, true).map((text) => ({ text: text.trim(), kind: kindOf(text) })) };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return {
      lines: [{ text: `${error.facts.what} ${error.facts.remedy ?? ''}`.replace(/\s+/g, ' '), kind: 'note' }],
    };
  }
}

/** What a spec is judged by beside it; nothing where the folder cannot be read, which a build will say. */
export async function folderContent(dir: string, spec: ImageSpec): Promise<FolderContent> {
  try {
    const parts = await readProjectParts(dir, await readKickstart(dir));
    return await readFolderContent(dir, parts, spec);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return noContent;
  }
}

/** Lines of stages and artefacts are indented, and say what becomes of them behind their names. */
function kindOf(line: string): PlanFacts['lines'][number]['kind'] {
  if (!line.startsWith('  ')) return 'note';
  return / {2}made\b/.test(line) ? 'made' : 'reused';
}

/** The spec that the last build of the folder was made of, or null. */
export async function lastBuiltSpec(dir: string): Promise<ImageSpec | null> {
  try {
    const record: unknown = JSON.parse(await readFile(path.join(dir, 'output', 'build.json'), 'utf8'));
    if (!isRecord(record) || !isRecord(record.spec)) return null;
    return documentToSpec(record.spec as ProjectFile);
  } catch {
    // A record that was never written, or is of another version, only means that nothing can be compared.
    return null;
  }
}
