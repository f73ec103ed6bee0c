import path from 'node:path';
import { type Finding, warningAt } from '../base/finding.js';
import { sentences, t } from '../base/language/texts.js';
import { cacheFolder } from '../config/cache-folder.js';
import { lockName, type Project } from '../project/folder/project.js';
import { goneBack, goneBackText, isGoneBack } from '../rpm/lock/gone-back.js';
import type { Lock } from '../rpm/lock/lock.js';
import { readLock } from '../rpm/lock/lock-file.js';
import { keyWarnings, projectRepositories } from '../rpm/repositories/repositories.js';
import { refuseMisnamed } from '../rpm/store/misnamed.js';
import { readMatchingLock } from './lock-project.js';

export interface CheckedLock {
  lock: Lock;
  /** What need not be wrong. */
  warnings: Finding[];
}

/**
 * Checks without network and programs all that can be told of a lock: its form, its inputs, the keys, and that packages which were
 * fetched are those that it names. Warns of keys that have expired, and of what is older than in the last build.
 * @throws Failure (exit status 2)
 */
export async function checkLock(
  project: Project,
  env: Readonly<Record<string, string | undefined>>,
): Promise<CheckedLock> {
  const lock = await readMatchingLock(project, env);
  const cacheDir = cacheFolder(project.spec, env);
  await refuseMisnamed(lock, cacheDir);
  const warnings = keyWarnings(await projectRepositories(project, cacheDir), new Date());
  const built = await readLock(path.join(project.dir, 'output', lockName)).catch(() => null);
  const back = built === null ? null : goneBack(built, lock, project.packages);
  if (back !== null && isGoneBack(back)) {
    const remedy = t`Compare them with \`tmpfsroot-wizard diff\`.`;
    warnings.push(
      warningAt(lockName, sentences(t`It is older than that of the last build.`, goneBackText(back)), remedy),
    );
  }
  return { lock, warnings };
}
