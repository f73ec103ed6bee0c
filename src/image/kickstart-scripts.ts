import path from 'node:path';
import { chrootCommand } from '../engine/chroot.js';
import type { Command } from '../engine/engine.js';
import type { Workplace } from '../engine/progress.js';
import { sysimageCommand } from '../engine/sysimage.js';
import type { KickstartScript } from '../project/kickstart/kickstart-script.js';
import { exitStatus, Failure, stageFailed } from '../spec/failure.js';

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
 * $1: log file or nothing, then the interpreter; the script is the standard input. As in Anaconda it is a file of its
 * own, and /bin/sh is bash: what was written for Fedora's must also run on a machine whose sh is another.
 */
const execute = `log=$1
shift
cd /
cat >/tmp/ks-script
chmod 0700 /tmp/ks-script
case $1 in
  /bin/sh | /usr/bin/sh | sh)
    if command -v bash >/dev/null; then
      shift
      set -- bash --posix "$@"
    fi ;;
esac
[ -n "$log" ] || exec "$@" /tmp/ks-script </dev/null
mkdir -p "\${log%/*}/" || exit
{
  status=0
  "$@" /tmp/ks-script </dev/null || status=$?
  echo "$status" >/tmp/ks-status
} 2>&1 | tee -a "$log"
exit "$(cat /tmp/ks-status)"
`;

/**
 * Runs scripts of kickstart files in their order: `%post` in the root tree; `%pre-install` and `%post --nochroot` on the
 * build machine, with the tree at /mnt/sysimage. None has a network: what comes from there would be another thing
 * tomorrow.
 * @returns What to warn of: scripts that failed without `--erroronfail`.
 * @throws Failure (exit status 1) that names the script whose failure stops the build.
 */
export async function runKickstartScripts(
  place: Workplace,
  scripts: readonly KickstartScript[],
  where: ScriptPlace,
): Promise<string[]> {
  const warnings: string[] = [];
  for (const script of scripts) {
    try {
      await place.engine.run(commandOf(place, script, where));
    } catch (error) {
      if (!(error instanceof Failure) || error.exitStatus !== exitStatus.stageFailed) throw error;
      if (script.errorOnFail) throw scriptFailed(script, error);
      place.progress.log(`warning: ${error.facts.what}`);
      warnings.push(error.facts.what);
    }
  }
  return warnings;
}

function commandOf(place: Workplace, script: KickstartScript, where: ScriptPlace): Command {
  const { root, repo, epoch } = where;
  const shownAs = placeOf(script);
  place.progress.status(shownAs);
  const shared = {
    program: 'sh',
    args: ['-c', execute, 'sh', logFile(script) ?? '', ...script.interpreter.split(/\s+/)],
    input: script.body,
    shownAs,
    purpose: `running ${shownAs}`,
    env: { SOURCE_DATE_EPOCH: String(epoch) },
    signal: place.signal,
    onLine: (line: string) => place.progress.log(`${script.file}: ${line}`),
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
    remedy: 'See what the script said, and mend it; it ends with status 0 when all went well.',
  });
}
