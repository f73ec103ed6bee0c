import type { TaskContext } from '../../engine/progress.js';
import type { KickstartScript } from '../../project/kickstart/kickstart-script.js';
import { runKickstartScripts, type ScriptPlace } from '../scripts/kickstart-scripts.js';
import { addBaseAccounts, type BaseAccounts } from './base-accounts.js';

export interface PreInstall {
  scripts: readonly KickstartScript[];
  /** iso-root.override of the project, or null. */
  repo: string | null;
}

/**
 * Runs `%pre-install` in a root tree that has no packages yet. As in tmpfsroot-fedora it finds /etc/passwd and
 * /etc/group of the package `setup` there, so that accounts can be added whose numbers no package chooses: rpm keeps
 * configuration files (`%config(noreplace)`) that it finds.
 * @returns What to warn of.
 * @throws Failure (exit status 1) that names the script which failed.
 */
export async function runPreInstall(
  ctx: TaskContext,
  { scripts, repo }: PreInstall,
  { root, epoch, setup, scratch }: Pick<ScriptPlace, 'root' | 'epoch'> & BaseAccounts,
): Promise<string[]> {
  await addBaseAccounts(ctx, { root, setup, scratch }, ['passwd', 'group']);
  return await runKickstartScripts(ctx, scripts, { root, repo, epoch });
}
