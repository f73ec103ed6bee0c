import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { t } from '../base/language/texts.js';
import type { TaskContext } from '../engine/progress.js';
import { beginTenancy, tenantsOf, tidyUpAfter } from '../engine/tenancy.js';

/**
 * Gives `use` an empty folder in `parent` that is gone afterwards. What a run left that was killed goes away before; the
 * folder of a living one stays, wherever that runs.
 */
export async function inTemporaryFolder<T>(
  ctx: TaskContext,
  parent: string,
  prefix: string,
  use: (folder: string) => Promise<T>,
): Promise<T> {
  await removeLeftFolders(ctx, parent, prefix);
  const { id, end } = await beginTenancy(ctx.engine, parent, prefix);
  const folder = path.join(parent, `${prefix}${id}`);
  try {
    await mkdir(folder);
    return await use(folder);
  } finally {
    await remove(ctx, folder).finally(end);
  }
}

/** A program of a killed run may live on for a moment and write into its folder: that one is left to the next run. */
async function removeLeftFolders(ctx: TaskContext, parent: string, prefix: string): Promise<void> {
  for (const id of await tenantsOf(parent, prefix)) {
    const folder = path.join(parent, `${prefix}${id}`);
    await tidyUpAfter(ctx.engine, parent, prefix, id, () => remove(ctx, folder, [0, 1]));
  }
}

/** Removes a folder through the engine, since a root tree's files need not be removable for this process; also after a Ctrl-C. */
export async function remove(
  { engine }: TaskContext,
  dir: string,
  okStatuses: readonly number[] = [0],
): Promise<void> {
  await engine.run({
    program: 'rm',
    args: ['-rf', '--', dir],
    purpose: t`removing temporary files`,
    handlesTree: true,
    okStatuses,
  });
}
