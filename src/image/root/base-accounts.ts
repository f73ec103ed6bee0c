import path from 'node:path';
import { t } from '../../base/language/texts.js';
import type { TaskContext } from '../../engine/progress.js';
import { foldersCommand, readOnly, writable } from '../../engine/views.js';
import { shell, shellFileIn } from '../shell.js';

export interface BaseAccounts {
  /** File of the package `setup`, or null. */
  setup: string | null;
  /** Folder for files that nobody needs afterwards. */
  scratch: string;
}

/** Fedora's place of the rpm database, in the root that only holds `setup`. */
const dbPath = '/usr/lib/sysimage/rpm';

/** Puts files of accounts of the package `setup` into a root that has none yet: rpm keeps what it finds there. */
export async function addBaseAccounts(
  ctx: TaskContext,
  { root, setup, scratch }: BaseAccounts & { root: string },
  names: readonly string[],
): Promise<void> {
  if (setup === null) return;
  const into = path.join(scratch, `setup-${names.length}`);
  await shell(ctx, t`making a folder`, 'mkdir -p "$1"', into);
  await ctx.engine.run(
    foldersCommand({
      program: 'rpm',
      args: [
        ...['--root', into, '--dbpath', dbPath, '--upgrade', '--nodeps', '--noscripts', '--notriggers'],
        // Its signature was checked when it was fetched, and is again by the transaction.
        ...['--excludedocs', '--nosignature', '--define', '__transaction_systemd_inhibit %{nil}'],
        ...['--define', '__transaction_audit %{nil}', '--define', '__systemd_sysusers %{nil}', setup],
      ],
      folders: [writable(into), readOnly(setup)],
      env: { RPM_FORCE_DEBIAN: '1' },
      purpose: t`reading the accounts of the package setup`,
      signal: ctx.signal,
    }),
  );
  const script = ['src/image/root/lay-out-accounts.sh', into, root, ...names] as const;
  const folders = [readOnly(into), writable(root)];
  await shellFileIn(ctx, folders, t`laying out ${names.join(', ')}`, script);
}
