import path from 'node:path';
import type { Workplace } from '../engine/progress.js';
import type { KickstartScript } from '../project/kickstart/kickstart-script.js';
import { runKickstartScripts, type ScriptPlace } from './kickstart-scripts.js';
import { shell } from './shell.js';

export interface PreInstall {
  scripts: readonly KickstartScript[];
  /** iso-root.override of the project, or null. */
  repo: string | null;
  /** File of the package `setup`, or null. */
  setup: string | null;
  /** Folder for files that nobody needs afterwards. */
  scratch: string;
}

/** Fedora's place of the rpm database, in the root that only holds `setup`. */
const dbPath = '/usr/lib/sysimage/rpm';

/**
 * Runs `%pre-install` in a root tree that has no packages yet. As in tmpfsroot-fedora it finds /etc/passwd and
 * /etc/group of the package `setup` there, so that accounts can be added whose numbers no package chooses: rpm keeps
 * configuration files (`%config(noreplace)`) that it finds.
 * @returns What to warn of.
 * @throws Failure (exit status 1) that names the script which failed.
 */
export async function runPreInstall(
  place: Workplace,
  { scripts, repo, setup, scratch }: PreInstall,
  { root, epoch }: Pick<ScriptPlace, 'root' | 'epoch'>,
): Promise<string[]> {
  if (setup !== null) await addBaseAccounts(place, setup, root, path.join(scratch, 'setup'));
  return await runKickstartScripts(place, scripts, { root, repo, epoch });
}

async function addBaseAccounts(place: Workplace, file: string, root: string, into: string): Promise<void> {
  await shell(place, 'making a folder', 'mkdir -p "$1"', into);
  await place.engine.run({
    program: 'rpm',
    args: [
      ...['--root', into, '--dbpath', dbPath, '--upgrade', '--nodeps', '--noscripts', '--notriggers'],
      // Its signature was checked when it was fetched, and is again by the transaction.
      ...['--excludedocs', '--nosignature', '--define', '__transaction_systemd_inhibit %{nil}', file],
    ],
    env: { RPM_FORCE_DEBIAN: '1' },
    purpose: 'reading the accounts of the package setup',
    handlesTree: true,
    signal: place.signal,
  });
  await shell(
    place,
    'laying out /etc/passwd and /etc/group',
    'cd "$1/etc"; for file in passwd group; do cat "$file" > "$2/etc/$file"; done',
    into,
    root,
  );
}
