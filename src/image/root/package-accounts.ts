import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { t } from '../../base/language/texts.js';
import type { TaskContext } from '../../engine/progress.js';
import { foldersCommand, writable } from '../../engine/views.js';
import { addBaseAccounts, type BaseAccounts } from './base-accounts.js';
import { addSystemAccounts } from './system-accounts.js';

/**
 * Makes accounts that packages ask for, as lines of sysusers.d(5), in a root tree before there are packages in it: rpm before 4.19 would give their files to root,
 * and later ones run a helper that differs from distribution to distribution. Nothing is done without `setup`.
 */
export async function addPackageAccounts(
  ctx: TaskContext,
  {
    root,
    setup,
    scratch,
    accounts,
    epoch,
  }: BaseAccounts & { root: string; accounts: readonly string[]; epoch: number },
): Promise<void> {
  if (setup === null) return;
  await addBaseAccounts(ctx, { root, setup, scratch }, accountFiles);
  const folders = [writable(root)];
  const files = { passwd: '', group: '', shadow: '', gshadow: '' };
  for (const name of accountFiles) {
    // Not by way of the log, which everybody may read.
    const stdoutFile = path.join(scratch, name);
    await ctx.engine.run(
      foldersCommand({
        program: 'sh',
        args: ['-c', 'cat "$1"', 'sh', path.join(root, 'etc', name)],
        stdoutFile,
        ...{ folders, purpose: t`reading /etc/${name}`, signal: ctx.signal },
      }),
    );
    files[name] = await readFile(stdoutFile, 'utf8');
  }
  const made = addSystemAccounts(files, accounts, Math.floor(epoch / 86_400));
  for (const name of accountFiles) {
    await ctx.engine.run(
      foldersCommand({
        program: 'sh',
        args: ['-c', 'cat > "$1"', 'sh', path.join(root, 'etc', name)],
        input: made[name],
        ...{ folders, purpose: t`writing /etc/${name}`, signal: ctx.signal },
      }),
    );
  }
}

const accountFiles = ['passwd', 'group', 'shadow', 'gshadow'] as const;
