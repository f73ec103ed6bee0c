import path from 'node:path';
import { Failure } from '../base/failure.js';
import type { BuildableProject } from '../project/folder/project.js';
import { bringsFiles } from '../project/folder/project-extras.js';
import { requireBootable } from '../rpm/lock/bootable.js';
import type { Lock } from '../rpm/lock/lock.js';
import { diffLocks, type LockDiff } from '../rpm/lock/lock-diff.js';
import { readLock } from '../rpm/lock/lock-file.js';
import { type RunTasksOptions, runTasks } from '../run/run.js';
import type { StageReport } from '../run/run-report.js';
import type { Task } from '../run/task.js';
import type { Artefact } from './artefacts.js';
import { type LockedBuild, lockBuild } from './build.js';
import { type BuildContext, openBuild, readBuildLock, requireBuildable } from './build-project.js';
import { lockTask, requireLockable } from './lock-project.js';
import { buildTasks } from './tasks.js';
import { withEngine } from './with-engine.js';

export interface RunImageOptions extends Pick<RunTasksOptions, 'context' | 'json' | 'display' | 'plain'> {
  project: BuildableProject;
  /**
   * What becomes of rpms.lock: `keep` uses the one that is there or fails, `renew` takes the newest packages,
   * `when-needed` keeps one that matches and else makes it.
   */
  lock: 'keep' | 'renew' | 'when-needed';
  /** A lock that is made may have older content than the one that is there. */
  allowDowngrade?: boolean;
}

/** What a run came to. */
export interface RunResult {
  /** Sorted by name; they lie in `output/`. */
  artefacts: readonly Artefact[];
  /** What changed in packages since the last build in this folder; null where there was none. */
  diff: LockDiff | null;
  /** Copies of a lock by other hands that was replaced, relative to the folder. */
  kept: readonly string[];
  /** In the order of the run. */
  stages: readonly StageReport[];
  /** Absolute path. */
  logFile: string;
  seconds: number;
}

/**
 * Locks, fetches and builds in one run. What earlier runs finished is reused, so that a run after a failure goes on
 * with the stage that failed.
 * @throws RunFailure when a stage fails; Failure before anything ran: 2 for a lock that is to be kept and cannot
 *   be used, 3 for what is missing on this machine; 130 when interrupted.
 */
export async function runImage({
  project,
  lock,
  allowDowngrade = false,
  ...run
}: RunImageOptions): Promise<RunResult> {
  const { env } = run.context;
  const last = await readLock(path.join(project.dir, 'output', 'rpms.lock')).catch(() => null);
  requireBuildable(project);
  const kept = await keptLock(project, lock, env);
  if (kept === null) await requireLockable(project, env);
  return withEngine(project, run, async (engine) => {
    const build = await openBuild(project, { env, engine });
    const locking: Task[] = [];
    let copies: readonly string[] = [];
    let handOver: (locked: LockedBuild) => void = () => {};
    const locked = new Promise<LockedBuild>((resolve) => {
      handOver = resolve;
    });
    if (kept !== null) handOver(await lockBuild(build, kept, engine));
    else {
      locking.push(
        await lockTask(project, { cacheDir: build.cacheDir, allowDowngrade }, async (outcome) => {
          copies = outcome.kept;
          requireBootable(outcome.lock, project.spec, { bringsFiles: bringsFiles(project.extras) });
          handOver(await lockBuild(build, outcome.lock, engine));
        }),
      );
    }
    const report = await runTasks([...locking, ...buildTasks(build, locked)], {
      ...run,
      projectDir: project.dir,
      title: 'build',
      engine,
    });
    const { artefacts, lock: used } = await locked;
    return { ...report, artefacts, kept: copies, diff: last === null ? null : diffLocks(last, used) };
  });
}

/** The lock that is used as it is; null when one is to be made. */
async function keptLock(
  project: BuildableProject,
  wish: RunImageOptions['lock'],
  env: BuildContext['env'],
): Promise<Lock | null> {
  if (wish === 'renew') return null;
  try {
    return await readBuildLock(project, env);
  } catch (error) {
    if (wish === 'keep' || !(error instanceof Failure)) throw error;
    return null;
  }
}
