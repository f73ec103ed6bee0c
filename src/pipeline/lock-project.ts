import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { atomicWriteFile } from '../project/atomic-write.js';
import { keepAll } from '../project/kept-copy.js';
import { lockName, type Project } from '../project/project.js';
import type { Lock } from '../rpm/lock.js';
import { diffLocks, type LockDiff } from '../rpm/lock-diff.js';
import { formatLock, readLock, readReplaceableLock } from '../rpm/lock-file.js';
import { requireMatchingLock } from '../rpm/lock-inputs.js';
import { projectRepositories } from '../rpm/repositories.js';
import { type ResolveOptions, resolveLock } from '../rpm/resolve.js';
import { formatBytes } from './format.js';
import { isWrittenLock, rememberLock } from './lock-record.js';
import { type RunTasksOptions, runTasks } from './run.js';
import type { Task } from './task.js';
import { withEngine } from './with-engine.js';

export interface LockOutcome {
  lock: Lock;
  /** rpms.lock was written; otherwise it holds this very lock already. */
  isNew: boolean;
  /** What changed from the lock that was there; null where there was none of our form. */
  diff: LockDiff | null;
  /** Copies of a lock that `lock` had not written, relative to the folder. */
  kept: readonly string[];
}

/** Absolute path of a project's rpms.lock. */
export function lockPath({ dir }: Pick<Project, 'dir'>): string {
  return path.join(dir, lockName);
}

/**
 * The lock of a project, fit for use.
 * @throws Failure (exit status 2) when there is none, it is damaged, or its inputs were changed since.
 */
export async function readMatchingLock(project: Project): Promise<Lock> {
  const lock = await readLock(lockPath(project));
  requireMatchingLock(lock, project, await projectRepositories(project));
  return lock;
}

/**
 * The task that resolves a project's packages and writes rpms.lock, if that changes. A copy of one that `lock` has
 * not written is kept.
 * @param onLocked called before the task ends
 * @throws Failure (exit status 2) at once, before anything runs, when versions of the lock that is there are needed
 *   and it cannot be read.
 */
export async function lockTask(
  project: Project,
  options: ResolveOptions,
  onLocked: (outcome: LockOutcome) => void | Promise<void>,
): Promise<Task> {
  const file = lockPath(project);
  const before = await readReplaceableLock(file, options.only !== undefined);
  return {
    id: 'resolve',
    title: 'Resolve packages',
    async run(place) {
      const lock = await resolveLock(project, place, options, before);
      const text = formatLock(lock);
      const was = await readFile(file, 'utf8').catch(() => null);
      const isNew = text !== was;
      const isLost = isNew && was !== null && was.trim() !== '' && !(await isWrittenLock(project.dir, was));
      const kept = isLost ? await keepAll(project.dir, [lockName], new Date()) : [];
      if (isNew) await atomicWriteFile(file, text);
      await rememberLock(project.dir, text);
      const diff = before?.kind === 'lock' ? diffLocks(before.lock, lock) : null;
      await onLocked({ lock, isNew, diff, kept });
      const bytes = lock.packages.reduce((sum, item) => sum + item.size, 0);
      const copies = kept.map((name) => `, the lock before is kept as ${name}`).join('');
      return `${isNew ? '' : 'unchanged, '}${lock.packages.length} packages, ${formatBytes(bytes)}${copies}`;
    },
  };
}

/**
 * What of a project cannot be locked, without an engine. To be asked first: an engine may need minutes to be made.
 * @param only names of packages to update, for which versions of the lock that is there are needed
 * @throws Failure (exit status 2)
 */
export async function requireLockable(project: Project, only?: readonly string[]): Promise<void> {
  await projectRepositories(project);
  await readReplaceableLock(lockPath(project), only !== undefined);
}

/**
 * Locks a project, in a run of its own.
 * @throws Failure as {@link resolveLock} does; rpms.lock is as it was then.
 */
export async function lockProject(
  project: Project,
  options: ResolveOptions,
  run: Pick<RunTasksOptions, 'context' | 'json'>,
): Promise<LockOutcome> {
  let outcome: LockOutcome | undefined;
  await requireLockable(project, options.only);
  await withEngine(project, run, async (engine) => {
    const { solver, ...others } = options;
    // One that was started ahead is of this machine.
    if (engine.name !== 'native') await solver?.stop();
    const task = await lockTask(project, engine.name === 'native' ? options : others, (locked) => {
      outcome = locked;
    });
    await runTasks([task], { ...run, projectDir: project.dir, title: 'lock', engine });
  });
  return outcome as LockOutcome;
}
