import path from 'node:path';
import { exitStatus, Failure, stageFailed } from '../../base/failure.js';
import { t } from '../../base/language/texts.js';
import type { Command } from '../../engine/engine.js';
import type { TaskContext } from '../../engine/progress.js';
import { chrootCommand, sysimageCommand } from '../../engine/views.js';
import type { KickstartScript } from '../../project/kickstart/kickstart-script.js';
import { shellText } from '../shell.js';

/** Where scripts run. */
export interface ScriptPlace {
  /** Absolute path of the root tree; its files must be its own, since a script may write into one in place. */
  root: string;
  /** iso-root.override of the project, or null: what a script finds of the medium. */
  repo: string | null;
  /** Seconds since 1970, for SOURCE_DATE_EPOCH. */
  epoch: number;
}

/**
 * Runs scripts of kickstart files in their order: `%post` in the root tree; `%pre-install` and `%post --nochroot` on the
 * build machine, with the tree at /mnt/sysimage. None has a network: what comes from there would be another thing
 * tomorrow.
 * @returns What to warn of: scripts that failed without `--erroronfail`.
 * @throws Failure (exit status 1) that names the script whose failure stops the build.
 */
export async function runKickstartScripts(
  ctx: TaskContext,
  scripts: readonly KickstartScript[],
  where: ScriptPlace,
): Promise<string[]> {
  const warnings: string[] = [];
  const starter = await shellText('src/image/scripts/run-kickstart-script.sh');
  for (const script of scripts) {
    try {
      await ctx.engine.run(commandOf(ctx, script, where, starter));
    } catch (error) {
      if (!(error instanceof Failure) || error.exitStatus !== exitStatus.stageFailed) throw error;
      if (script.errorOnFail) throw scriptFailed(script, error);
      ctx.progress.log(`warning: ${error.facts.what}`);
      warnings.push(error.facts.what);
    }
  }
  return warnings;
}

function commandOf(ctx: TaskContext, script: KickstartScript, where: ScriptPlace, starter: string): Command {
  const { root, repo, epoch } = where;
  const shownAs = placeOf(script);
  ctx.progress.status(shownAs);
  const shared = {
    program: 'sh',
    args: ['-c', starter, 'sh', logFile(script) ?? '', ...script.interpreter.split(/\s+/)],
    input: script.body,
    shownAs,
    purpose: t`running ${shownAs}`,
    env: { SOURCE_DATE_EPOCH: String(epoch) },
    signal: ctx.signal,
    onLine: (line: string) => ctx.progress.log(`${script.file}: ${line}`),
  };
  return script.section === 'post'
    ? chrootCommand({ ...shared, root })
    : sysimageCommand({ ...shared, root, repo });
}

/**
 * The file that a script's output goes to, as the script's own namespace sees it; null for none. Outside of the root
 * tree nothing is kept, and all output is in the run's log.
 */
export function logFile({ section, log }: Pick<KickstartScript, 'section' | 'log'>): string | null {
  if (log === null) return null;
  const file = path.posix.join('/', log);
  return section === 'post' || file.startsWith('/mnt/sysimage/') ? file : null;
}

function placeOf({ file, line }: KickstartScript): string {
  return `${file}:${line}`;
}

function scriptFailed(script: KickstartScript, { facts }: Failure): Failure {
  return stageFailed({
    ...facts,
    where: placeOf(script),
    remedy: t`Read the output of the script, and correct it; it must end with status 0.`,
  });
}
