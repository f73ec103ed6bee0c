import type { TestContext } from 'node:test';
import { type CliProject, cliProject, fillSharedCache, sharedCache } from '../../cli/cli-project.js';

/** Sees to it that the shared cache has the stages; to be done before the tests, as it may take minutes. */
export async function fillCache(): Promise<void> {
  const undo: (() => void)[] = [];
  await fillSharedCache(await cliProject({ after: (one) => undo.push(one) }));
  for (const one of undo) one();
}

/** A project that is locked, and whose stages are in the shared cache; only the ISO is to be made. */
export async function lockedProject(t: TestContext): Promise<CliProject> {
  const project = await cliProject(t, { cacheDir: sharedCache });
  await project.edit({ outputs: ['iso'] });
  await project.must(['lock']);
  return project;
}
