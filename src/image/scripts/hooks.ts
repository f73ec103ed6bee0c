import { lstat, rm, symlink } from 'node:fs/promises';
import path from 'node:path';
import { exitStatus, Failure, stageFailed } from '../../base/failure.js';
import { t } from '../../base/language/texts.js';
import type { Command } from '../../engine/engine.js';
import type { TaskContext } from '../../engine/progress.js';
import { chrootCommand, foldersCommand, readOnly, writable } from '../../engine/views.js';
import type { HookScripts } from '../../project/folder/project-extras.js';
import { shellText } from '../shell.js';

/** Starts a script, $1. */
const starterFile = 'src/device/anaconda/run-hook.sh';

/** Folder in the image's root that holds hooks.d while its scripts run, and that they are started in. */
const folderOfHooks = '/tmp/installer';

/**
 * Runs the scripts of hooks.d in a root tree, as its root user, without a network: what comes from there would be
 * another thing tomorrow. The tree's files must be its own: a script may write into one in place.
 * @param epoch Seconds since 1970, for SOURCE_DATE_EPOCH.
 * @throws Failure (exit status 1) that names the script that failed.
 */
export async function runHooks(
  ctx: TaskContext,
  root: string,
  hooks: HookScripts,
  epoch: number,
): Promise<void> {
  const starter = await shellText(starterFile);
  for (const name of hooks.names) {
    await runScript(ctx, hooks, name, (shared) =>
      chrootCommand({
        ...shared,
        root,
        args: ['-c', `cd ${folderOfHooks}\n${starter}`, 'sh', `hooks.d/${name}`],
        binds: [{ from: hooks.dir, to: `${folderOfHooks}/hooks.d`, readOnly: true }],
        env: { SYSTEMD_OFFLINE: '1', SOURCE_DATE_EPOCH: String(epoch) },
      }),
    );
  }
}

/**
 * Runs the scripts of build-hooks.d with the engine's programs, in the tree that becomes the installer's medium, whose
 * path they also have in ISO_ROOT. They see nothing else, and have no network. Scripts for tmpfsroot-fedora are started beside it: they find it as `iso-root`, and
 * their own folder by its name, while they run.
 * @param epoch Seconds since 1970, for SOURCE_DATE_EPOCH.
 * @throws Failure (exit status 1) that names the script that failed.
 */
export async function runBuildHooks(
  ctx: TaskContext,
  medium: string,
  hooks: HookScripts,
  epoch: number,
): Promise<void> {
  const links = await addLinks(medium, { 'iso-root': '.', [hooks.shownAs]: hooks.dir });
  const starter = await shellText(starterFile);
  for (const name of hooks.names) {
    await runScript(ctx, hooks, name, (shared) =>
      foldersCommand({
        ...shared,
        folders: [writable(medium), readOnly(hooks.dir)],
        args: ['-c', starter, 'sh', path.join(hooks.dir, name)],
        cwd: medium,
        env: { ISO_ROOT: medium, SOURCE_DATE_EPOCH: String(epoch) },
      }),
    );
  }
  for (const link of links) await rm(link);
}

/** Makes symbolic links where nothing has their names; answers their paths. */
async function addLinks(dir: string, targets: Readonly<Record<string, string>>): Promise<string[]> {
  const made: string[] = [];
  for (const [name, target] of Object.entries(targets)) {
    const link = path.join(dir, name);
    if ((await lstat(link).catch(() => null)) !== null) continue;
    await symlink(target, link);
    made.push(link);
  }
  return made;
}

type SharedParts = Pick<Command, 'program' | 'shownAs' | 'purpose' | 'onLine'> & { signal: AbortSignal };

async function runScript(
  ctx: TaskContext,
  hooks: HookScripts,
  name: string,
  commandOf: (shared: SharedParts) => Command,
): Promise<void> {
  const shownAs = `${hooks.shownAs}/${name}`;
  ctx.progress.status(shownAs);
  const command = commandOf({
    program: 'sh',
    shownAs,
    purpose: t`running ${shownAs}`,
    signal: ctx.signal,
    onLine: (line) => ctx.progress.log(`${shownAs}: ${line}`),
  });
  try {
    await ctx.engine.run(command);
  } catch (error) {
    if (!(error instanceof Failure) || error.exitStatus !== exitStatus.stageFailed) throw error;
    throw stageFailed({
      ...error.facts,
      where: shownAs,
      remedy: t`Read the output of the script, and correct it; a hook must end with status 0.`,
    });
  }
}
