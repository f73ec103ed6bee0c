import path from 'node:path';
import type { Finding } from '../base/finding.js';
import { atomicWriteFile } from '../base/fs/atomic-write.js';
import { keepAll } from '../base/fs/kept-copy.js';
import { readSmallText } from '../base/fs/read-small-file.js';
import { later, t } from '../base/language/texts.js';
import { formatBytes } from '../base/text/format.js';
import { cacheFolder } from '../config/cache-folder.js';
import { lockName, type Project } from '../project/folder/project.js';
import { goneBack, isGoneBack, wentBack } from '../rpm/lock/gone-back.js';
import type { Lock } from '../rpm/lock/lock.js';
import { diffLocks, type LockDiff } from '../rpm/lock/lock-diff.js';
import { formatLock, readLock, readReplaceableLock } from '../rpm/lock/lock-file.js';
import { requireMatchingLock } from '../rpm/lock/lock-inputs.js';
import { keyWarnings, projectRepositories } from '../rpm/repositories/repositories.js';
import { type ResolveOptions, resolveLock } from '../rpm/solve/resolve.js';
import { type RunTasksOptions, runTasks } from '../run/run.js';
import type { Task } from '../run/task.js';
import { isWrittenLock, rememberLock } from './lock-record.js';
import { withEngine } from './with-engine.js';

export interface LockOptions extends ResolveOptions {
  /** Repositories and packages may be older than the lock that is there has them. */
  allowDowngrade?: boolean;
}

export interface LockOutcome {
  lock: Lock;
  /** rpms.lock was written; otherwise it holds this very lock already. */
  isNew: boolean;
  /** What changed from the lock that was there; null where there was none of our form. */
  diff: LockDiff | null;
  /** Copies of a lock that `lock` had not written, relative to the folder. */
  kept: readonly string[];
  /** Of keys that have expired. */
  warnings: readonly Finding[];
}

/** Variables of the environment, which name the cache folder. */
type Env = Readonly<Record<string, string | undefined>>;

/** Absolute path of a project's rpms.lock. */
export function lockPath({ dir }: Pick<Project, 'dir'>): string {
  return path.join(dir, lockName);
}

/**
 * The lock of a project, fit for use.
 * @throws Failure (exit status 2) when there is none, it is damaged, or its inputs were changed since.
 */
export async function readMatchingLock(project: Project, env: Env): Promise<Lock> {
  const lock = await readLock(lockPath(project));
  requireMatchingLock(lock, project, await projectRepositories(project, cacheFolder(project.spec, env)));
  return lock;
}

/**
 * The task that resolves a project's packages and writes rpms.lock, if that changes. A copy of one that `lock` has
 * not written is kept.
 * The task fails, and leaves the lock as it is, when repositories or packages went back in time.
 * @param onLocked called before the task ends
 * @throws Failure (exit status 2) at once, before anything runs, when versions of the lock that is there are needed
 *   and it cannot be read.
 */
export async function lockTask(
  project: Project,
  options: LockOptions,
  onLocked: (outcome: LockOutcome) => void | Promise<void>,
): Promise<Task> {
  const file = lockPath(project);
  const before = await readReplaceableLock(file, options.only !== undefined);
  return {
    id: 'resolve',
    title: later`Resolve packages`,
    async run(ctx) {
      const lock = await resolveLock(project, ctx, options, before);
      if (before?.kind === 'lock' && options.allowDowngrade !== true) {
        const back = goneBack(before.lock, lock, project.packages);
        if (isGoneBack(back)) throw wentBack(back, file);
      }
      const text = formatLock(lock);
      const was = await readSmallText(file).catch(() => null);
      const isNew = text !== was;
      const isLost = isNew && was !== null && was.trim() !== '' && !(await isWrittenLock(project.dir, was));
      const kept = isLost ? await keepAll(project.dir, [lockName], new Date()) : [];
      if (isNew) await atomicWriteFile(file, text);
      await rememberLock(project.dir, text);
      const diff = before?.kind === 'lock' ? diffLocks(before.lock, lock) : null;
      const repositories = await projectRepositories(project, options.cacheDir);
      const warnings = keyWarnings(repositories, new Date());
      await onLocked({ lock, isNew, diff, kept, warnings });
      const bytes = lock.packages.reduce((sum, item) => sum + item.size, 0);
      const copies = kept.map((name) => t`, the previous lock is kept as ${name}`).join('');
      const warned = warnings.map(({ message }) => t`, warning: ${message}`).join('');
      const counted = t`${lock.packages.length} packages, ${formatBytes(bytes)}${copies}${warned}`;
      return isNew ? counted : t`unchanged, ${counted}`;
    },
  };
}

/**
 * What of a project cannot be locked, without an engine. To be asked first: an engine may need minutes to be made.
 * @param only names of packages to update, for which versions of the lock that is there are needed
 * @throws Failure (exit status 2)
 */
export async function requireLockable(project: Project, env: Env, only?: readonly string[]): Promise<void> {
  await projectRepositories(project, cacheFolder(project.spec, env));
  await readReplaceableLock(lockPath(project), only !== undefined);
}

/**
 * Locks a project, in a run of its own.
 * @throws Failure as {@link resolveLock} does, and 1 when something went back in time; rpms.lock is as it was then.
 */
export async function lockProject(
  project: Project,
  options: LockOptions,
  run: Pick<RunTasksOptions, 'context' | 'json'>,
): Promise<LockOutcome> {
  let outcome: LockOutcome | undefined;
  await requireLockable(project, run.context.env, options.only);
  await withEngine(project, run, async (engine) => {
    const { solver, ...others } = options;
    // One that was started ahead is of this machine.
    if (engine.usesImage) await solver?.stop();
    const task = await lockTask(project, engine.usesImage ? others : options, (locked) => {
      outcome = locked;
    });
    await runTasks([task], { ...run, projectDir: project.dir, title: 'lock', engine });
  });
  return outcome as LockOutcome;
}
