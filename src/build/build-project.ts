import { badInput } from '../base/failure.js';
import { t } from '../base/language/texts.js';
import type { Engine } from '../engine/engine.js';
import { requirePrograms } from '../engine/programs/program-check.js';
import type { BuildableProject, Project } from '../project/folder/project.js';
import { bringsFiles, type ProjectExtras } from '../project/folder/project-extras.js';
import { requireBootable } from '../rpm/lock/bootable.js';
import type { Lock } from '../rpm/lock/lock.js';
import { netinstSource } from '../rpm/netinst/netinst-source.js';
import { makeOutputFolder } from '../run/output-folder.js';
import { type RunTasksOptions, runTasks } from '../run/run.js';
import type { RunReport } from '../run/run-report.js';
import type { Artefact } from './artefacts.js';
import { type Build, describeBuild, lockBuild } from './build.js';
import { requireBuildInterpreters } from './build-interpreters.js';
import { readMatchingLock } from './lock-project.js';
import { requirePlainAttributes } from './plain-attributes.js';
import { treeStage } from './stages/tree.js';
import { buildTasks } from './tasks.js';
import { withEngine } from './with-engine.js';

export interface BuildContext {
  env: Readonly<Record<string, string | undefined>>;
  /** Asked for the versions of programs; the native engine if absent. */
  engine?: Engine;
}

/**
 * Describes the build of a project, with programs, cache and `output/` seen to.
 * @throws Failure: 2 when `output/` cannot be written or files of root.override have attributes of their own, 3 when
 *   programs or rights are missing or the cache cannot be written, 1 when its disk is full.
 */
export async function openBuild(
  project: BuildableProject,
  { env, engine }: Required<BuildContext>,
): Promise<Build> {
  const build = await describeBuild(project, env);
  await requirePrograms(engine, 'build');
  const { rootOverride } = project.extras;
  if (rootOverride !== null) await requirePlainAttributes(engine, rootOverride, 'root.override');
  if (project.spec.install.method === 'anaconda') await requirePrograms(engine, 'anaconda');
  await requireBuildInterpreters(engine, build);
  if (build.stages.includes(treeStage)) await engine.requireRights(t`building the image`);
  await build.store.open();
  await makeOutputFolder(project.dir);
  return build;
}

/**
 * What of a project is refused without an engine. To be asked first: an engine may need minutes to be made.
 * @throws Failure (exit status 2)
 */
export function requireBuildable(project: Project): void {
  if (project.spec.install.method !== 'anaconda') return;
  netinstSource(project.spec, project.dir);
  refuseInstallHooks(project.extras);
}

/** Anaconda has no moment at which the target is whole, and nothing boots from it yet. */
function refuseInstallHooks(extras: ProjectExtras | undefined): void {
  const installHooks = extras?.installHooks ?? null;
  if (installHooks === null) return;
  throw badInput({
    what: t`Only the installer of tmpfsroot runs the scripts of install-hooks.d; Anaconda does not.`,
    where: `install-hooks.d/${installHooks.names[0]}`,
    remedy: t`Move their commands to \`hooks.d/\` or \`ks/ks.post.cfg\`, which Anaconda runs on the device.`,
  });
}

/**
 * The lock of a project that an image can be built of.
 * @throws Failure (exit status 2) for one that is missing, does not match or makes no image.
 */
export async function readBuildLock(project: Project, env: BuildContext['env']): Promise<Lock> {
  const lock = await readMatchingLock(project, env);
  requireBootable(lock, project.spec, { bringsFiles: bringsFiles(project.extras) });
  return lock;
}

/**
 * Builds a project from its lock, in a run of its own.
 * @throws Failure: 2 as {@link requireBuildable} and {@link readBuildLock}, before any engine is asked; else as
 *   {@link openBuild}. RunFailure when a stage fails.
 */
export async function buildProject(
  project: BuildableProject,
  run: Pick<RunTasksOptions, 'context' | 'json'>,
): Promise<{ artefacts: readonly Artefact[]; report: RunReport }> {
  requireBuildable(project);
  const lock = await readBuildLock(project, run.context.env);
  return withEngine(project, run, async (engine) => {
    const build = await openBuild(project, { env: run.context.env, engine });
    const locked = await lockBuild(build, lock, engine);
    const report = await runTasks(buildTasks(build, Promise.resolve(locked)), {
      ...run,
      projectDir: project.dir,
      title: 'build',
      engine,
    });
    return { artefacts: locked.artefacts, report };
  });
}
