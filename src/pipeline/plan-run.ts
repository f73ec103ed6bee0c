import { stat } from 'node:fs/promises';
import { type PartLine, partLines } from '../project/part-lines.js';
import type { Project } from '../project/project.js';
import { bringsFiles } from '../project/project-parts.js';
import { missingForBuild } from '../rpm/bootable.js';
import type { Lock } from '../rpm/lock.js';
import { type LockFile, readReplaceableLock } from '../rpm/lock-file.js';
import { lockMismatch } from '../rpm/lock-inputs.js';
import { projectRepositories } from '../rpm/repositories.js';
import { packagePath } from '../rpm/store-folder.js';
import { needsOf } from '../spec/build-needs.js';
import type { OutputKind } from '../spec/image-spec.js';
import { type Build, buildTasks } from './build.js';
import { outputFiles } from './build-outputs.js';
import { type BuildContext, planBuild } from './build-project.js';
import { lockPath } from './lock-project.js';
import { isGroup } from './task.js';

/** What there is of a lock before a run. */
export type LockPlan =
  | { state: 'matches'; packages: number }
  /** `reasons` in sentences: what of the inputs was changed, or what the lock lacks. */
  | { state: 'changed'; reasons: readonly string[] }
  | { state: 'absent' };

export interface StagePlan {
  id: string;
  title: string;
  state: 'reused' | 'made';
}

export interface ArtefactPlan {
  kind: OutputKind;
  /** Path in `output/`. */
  file: string;
  state: 'unchanged' | 'made';
  /** Bytes of one that is there; null for one that is to be made. */
  size: number | null;
}

/** What a run would do. For a lock that stays as it is; without one, everything is made. */
export interface RunPlan {
  lock: LockPlan;
  /** Scripts and files of the folder that the image is made of, too. */
  parts: readonly PartLine[];
  /** Packages that are not in the cache yet, and their bytes; null while it is not known which there are. */
  fetch: { packages: number; bytes: number } | null;
  stages: readonly StagePlan[];
  artefacts: readonly ArtefactPlan[];
}

/**
 * Says what a run would do and what it would reuse. Does nothing: no program is run, no file written, no
 * repository asked.
 * @throws Failure (exit status 2) for repositories that are not known.
 */
export async function planRun(project: Project, context: BuildContext): Promise<RunPlan> {
  const { build, begin } = await planBuild(project, context);
  const found = await readReplaceableLock(lockPath(project), false).catch(() => null);
  const lock = await lockPlan(found, project);
  const parts = await partLines(build.parts);
  if (found?.kind !== 'lock' || lock.state !== 'matches') {
    return {
      lock,
      parts,
      fetch: null,
      stages: stagesOf(build, () => false),
      artefacts: await artefactsOf(build, false),
    };
  }
  await begin(found.lock);
  const artefacts = await artefactsOf(build, true);
  const made = stagesToMake(
    (stage) => build.store.has(stage, build.keys[stage]),
    artefacts.filter(({ state }) => state === 'made').map(({ kind }) => kind),
    needsOf(project.spec),
  );
  const fetch = made.has('packages') ? await missingPackages(found.lock, build.cacheDir) : nothing;
  return { lock, parts, fetch, stages: stagesOf(build, (id) => !made.has(id)), artefacts };
}

const nothing = { packages: 0, bytes: 0 };

async function lockPlan(found: LockFile | null, project: Project): Promise<LockPlan> {
  if (found === null) return { state: 'absent' };
  if (found.kind === 'plain')
    return { state: 'changed', reasons: ['It is a plain list, without digests and keys.'] };
  const reasons = [
    ...lockMismatch(found.lock, project, await projectRepositories(project)),
    ...missingForBuild(found.lock, project.spec, { bringsFiles: bringsFiles(project.parts) }).map(
      ({ anyOf, reason }) => `\`${anyOf[0]}\` is missing: ${reason}.`,
    ),
  ];
  if (reasons.length > 0) return { state: 'changed', reasons };
  return { state: 'matches', packages: found.lock.packages.length };
}

const stageNames = ['tree', 'compose', 'initramfs', 'slot'] as const;
type StageName = (typeof stageNames)[number];

/**
 * Which stages a build makes: one that is not kept, and that something after it needs. The slot is always looked
 * at; each output is made of the slot and the composed tree, an installer of the initramfs too.
 */
export function stagesToMake(
  isKept: (stage: StageName) => boolean,
  outputs: readonly OutputKind[],
  needs: { tree: boolean; slot: boolean } = { tree: true, slot: true },
): ReadonlySet<string> {
  // Anaconda installs the packages themselves.
  if (!needs.tree) return new Set(outputs.length > 0 ? ['packages'] : []);
  const slot = needs.slot && !isKept('slot');
  const initramfs = !isKept('initramfs') && (slot || outputs.includes('iso') || outputs.includes('pxe'));
  const compose = !isKept('compose') && (slot || initramfs || outputs.length > 0);
  const tree = !isKept('tree') && (slot || compose);
  const made: Record<StageName | 'packages', boolean> = { packages: tree, tree, compose, initramfs, slot };
  return new Set(Object.entries(made).flatMap(([stage, isMade]) => (isMade ? [stage] : [])));
}

function stagesOf(build: Build, isReused: (id: string) => boolean): StagePlan[] {
  return buildTasks(build).flatMap((task) =>
    isGroup(task) ? [] : [{ id: task.id, title: task.title, state: isReused(task.id) ? 'reused' : 'made' }],
  );
}

async function artefactsOf(build: Build, hasLock: boolean): Promise<ArtefactPlan[]> {
  const files = build.project.spec.outputs.flatMap((kind) =>
    outputFiles(build, kind).map((file) => ({ kind, file })),
  );
  return Promise.all(
    files.map(async ({ kind, file }) => {
      const known = hasLock ? await build.record.current(file, build.keys.outputs[kind]) : null;
      return { kind, file, state: known === null ? 'made' : 'unchanged', size: known?.size ?? null };
    }),
  );
}

async function missingPackages(lock: Lock, cacheDir: string): Promise<{ packages: number; bytes: number }> {
  const sizes = await Promise.all(
    lock.packages.map(async ({ sha256, size }) =>
      (await stat(packagePath(cacheDir, sha256)).catch(() => null)) === null ? size : 0,
    ),
  );
  const missing = sizes.filter((size) => size > 0);
  return { packages: missing.length, bytes: missing.reduce((sum, size) => sum + size, 0) };
}
