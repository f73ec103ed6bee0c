import path from 'node:path';
import type { Project } from '../project/project.js';
import { cacheFolder } from '../rpm/cache-folder.js';
import type { Lock } from '../rpm/lock.js';
import { diffLocks, type LockDiff } from '../rpm/lock-diff.js';
import { readLock } from '../rpm/lock-file.js';
import { Failure } from '../spec/failure.js';
import type { Artefact } from './artefacts.js';
import { openBuild, readBuildLock, recordedBuildTasks, requireBuildable } from './build-project.js';
import { lockTask, requireLockable } from './lock-project.js';
import { type RunTasksOptions, runTasks } from './run.js';
import type { StageReport } from './run-report.js';
import type { Task } from './task.js';
import { withEngine } from './with-engine.js';

export interface RunImageOptions extends Pick<RunTasksOptions, 'context' | 'json' | 'display' | 'plain'> {
  project: Project;
  /**
   * What becomes of rpms.lock: `keep` uses the one that is there or fails, `renew` takes the newest packages,
   * `when-needed` keeps one that matches and else makes it.
   */
  lock: 'keep' | 'renew' | 'when-needed';
}

/** What a run came to. */
export interface RunResult {
  /** Sorted by name; they lie in `output/`. */
  artefacts: readonly Artefact[];
  /** What changed in packages since the last build in this folder; null where there was none. */
  diff: LockDiff | null;
  /** Copies of a lock by other hands that was replaced, relative to the folder. */
  kept: readonly string[];
  /** In the order in which they ended. */
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
export async function runImage({ project, lock, ...run }: RunImageOptions): Promise<RunResult> {
  const { env } = run.context;
  const last = await readLock(path.join(project.dir, 'output', 'rpms.lock')).catch(() => null);
  requireBuildable(project);
  const kept = await keptLock(project, lock);
  if (kept === null) await requireLockable(project);
  return withEngine(project, run, async (engine) => {
    const { build, begin } = await openBuild(project, { env, engine });
    const locking: Task[] = [];
    let copies: readonly string[] = [];
    if (kept !== null) await begin(kept);
    else {
      const options = { cacheDir: cacheFolder(project.spec, env) };
      locking.push(
        await lockTask(project, options, async (outcome) => {
          copies = outcome.kept;
          await begin(outcome.lock);
        }),
      );
    }
    const report = await runTasks([...locking, ...recordedBuildTasks(build)], {
      ...run,
      projectDir: project.dir,
      title: 'build',
      engine,
    });
    return {
      ...report,
      artefacts: build.artefacts,
      kept: copies,
      diff: last === null ? null : diffLocks(last, build.lock),
    };
  });
}

/** The lock that is used as it is; null when one is to be made. */
async function keptLock(project: Project, wish: RunImageOptions['lock']): Promise<Lock | null> {
  if (wish === 'renew') return null;
  try {
    return await readBuildLock(project);
  } catch (error) {
    if (wish === 'keep' || !(error instanceof Failure)) throw error;
    return null;
  }
}
