import path from 'node:path';
import type { Engine } from '../engine/engine.js';
import { createNativeEngine } from '../engine/native.js';
import { requirePrograms } from '../engine/program-check.js';
import type { Project } from '../project/project.js';
import { bringsFiles, type ProjectParts } from '../project/project-parts.js';
import { requireBootable } from '../rpm/bootable.js';
import { cacheFolder } from '../rpm/cache-folder.js';
import type { Lock } from '../rpm/lock.js';
import { netinstSource } from '../rpm/netinst-source.js';
import { needsOf } from '../spec/build-needs.js';
import { badInput } from '../spec/failure.js';
import { type Artefact, ArtefactRecord } from './artefacts.js';
import { type Build, buildTasks } from './build.js';
import { requireBuildInterpreters } from './build-interpreters.js';
import { type BuildKeys, buildKeys } from './build-keys.js';
import { recordBuild } from './build-record.js';
import { readMatchingLock } from './lock-project.js';
import { makeOutputFolder } from './output-folder.js';
import { requirePlainAttributes } from './plain-attributes.js';
import { type RunTasksOptions, runTasks } from './run.js';
import type { RunReport } from './run-report.js';
import { StageStore } from './stage-store.js';
import type { Task, TaskGroup } from './task.js';
import { withEngine } from './with-engine.js';

/** A build that waits for its lock. */
export interface PlannedBuild {
  build: Build;
  /**
   * Gives the build its lock; before that nobody may ask it for lock or keys.
   * @throws Failure (exit status 2) for a lock that makes no image that boots.
   */
  begin(lock: Lock): Promise<void>;
}

export interface BuildContext {
  env: Readonly<Record<string, string | undefined>>;
  /** Asked for the versions of programs; the native engine if absent. */
  engine?: Engine;
}

/** Describes the build of a project. Makes no folder and asks for no program. */
export async function planBuild(
  project: Project,
  { env, engine = createNativeEngine() }: BuildContext,
): Promise<PlannedBuild> {
  const cacheDir = cacheFolder(project.spec, env);
  const outputDir = path.join(project.dir, 'output');
  const { parts } = project;
  if (parts === undefined) throw new Error('This project was not opened to be built.');
  const record = new ArtefactRecord(outputDir);
  await record.load();
  let known: { lock: Lock; keys: BuildKeys } | null = null;
  const begun = () => {
    if (known === null) throw new Error('This build has no lock yet.');
    return known;
  };
  return {
    build: {
      project,
      get lock() {
        return begun().lock;
      },
      get keys() {
        return begun().keys;
      },
      store: new StageStore(cacheDir),
      record,
      parts,
      cacheDir,
      outputDir,
      artefacts: [],
    },
    async begin(lock) {
      requireBootable(lock, project.spec, { bringsFiles: bringsFiles(project.parts) });
      known = { lock, keys: await buildKeys(project, lock, parts, engine) };
    },
  };
}

/**
 * The same, with programs, cache and `output/` seen to.
 * @throws Failure: 2 when `output/` cannot be written or files of root.override have attributes of their own, 3 when
 *   programs or rights are missing or the cache cannot be written, 1 when its disk is full.
 */
export async function openBuild(project: Project, context: BuildContext): Promise<PlannedBuild> {
  const planned = await planBuild(project, context);
  const engine = context.engine ?? createNativeEngine();
  await requirePrograms(engine, 'build');
  const { rootOverride } = planned.build.parts;
  if (rootOverride !== null) await requirePlainAttributes(engine, rootOverride, 'root.override');
  if (project.spec.install.method === 'anaconda') await requirePrograms(engine, 'anaconda');
  await requireBuildInterpreters(engine, planned.build.parts, project.spec);
  if (needsOf(project.spec).tree) await engine.requireRights('building the image');
  await planned.build.store.open();
  await makeOutputFolder(project.dir);
  return planned;
}

/**
 * What of a project is refused without an engine. To be asked first: an engine may need minutes to be made.
 * @throws Failure (exit status 2)
 */
export function requireBuildable(project: Project): void {
  if (project.spec.install.method !== 'anaconda') return;
  netinstSource(project.spec, project.dir);
  refuseInstallHooks(project.parts);
}

/** Anaconda has no moment at which the target is whole, and nothing boots from it yet. */
function refuseInstallHooks(parts: ProjectParts | undefined): void {
  const installHooks = parts?.installHooks ?? null;
  if (installHooks === null) return;
  throw badInput({
    what: 'Scripts of install-hooks.d are run by our own installer, and Anaconda would not run them.',
    where: `install-hooks.d/${installHooks.names[0]}`,
    remedy: 'Put what they do into `hooks.d/` or `ks/ks.post.cfg`, which Anaconda runs on the device.',
  });
}

/**
 * The lock of a project that an image can be built of.
 * @throws Failure (exit status 2) for one that is missing, does not match or makes no image.
 */
export async function readBuildLock(project: Project): Promise<Lock> {
  const lock = await readMatchingLock(project);
  requireBootable(lock, project.spec, { bringsFiles: bringsFiles(project.parts) });
  return lock;
}

/** All tasks of a build, the record of what was built at their end. */
export function recordedBuildTasks(build: Build): (Task | TaskGroup)[] {
  return [...buildTasks(build), { id: 'record', title: 'Record', run: () => recordBuild(build) }];
}

/**
 * Builds a project from its lock, in a run of its own.
 * @throws Failure: 2 as {@link requireBuildable} and {@link readBuildLock}, before any engine is asked; else as
 *   {@link openBuild}. RunFailure when a stage fails.
 */
export async function buildProject(
  project: Project,
  run: Pick<RunTasksOptions, 'context' | 'json'>,
): Promise<{ artefacts: readonly Artefact[]; report: RunReport }> {
  requireBuildable(project);
  const lock = await readBuildLock(project);
  return withEngine(project, run, async (engine) => {
    const { build, begin } = await openBuild(project, { env: run.context.env, engine });
    await begin(lock);
    const report = await runTasks(recordedBuildTasks(build), {
      ...run,
      projectDir: project.dir,
      title: 'build',
      engine,
    });
    return { artefacts: build.artefacts, report };
  });
}
