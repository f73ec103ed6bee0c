import path from 'node:path';
import { stageFailed } from '../../base/failure.js';
import { t } from '../../base/language/texts.js';
import type { TaskContext } from '../../engine/progress.js';
import { queryPackages } from '../../engine/query-packages.js';
import { writable } from '../../engine/views.js';
import { shell, shellFileIn } from '../shell.js';
import type { BaseAccounts } from './base-accounts.js';
import { addDeviceFiles } from './device-files.js';
import { addPackageAccounts } from './package-accounts.js';
import { type PreInstall, runPreInstall } from './pre-install.js';
import { installPackages, type TransactionInput } from './rpm-transaction.js';

export interface RootTreeInput extends TransactionInput, BaseAccounts {
  /** Accounts that packages ask for, as lines of sysusers.d(5). */
  accounts: readonly string[];
  /** `%pre-install` of the project, or null. */
  preInstall: PreInstall | null;
}

/**
 * Fills an empty root by rpm's own transaction, after `%pre-install`: signatures checked once more, no documentation, chosen languages,
 * scriptlets run in namespaces of their own. Then adds the device's files and clamps times.
 * @returns What to warn of.
 * @throws Failure (exit status 1) when the transaction, any scriptlet or a script of the project fails.
 */
export async function makeRootTree(ctx: TaskContext, input: RootTreeInput): Promise<string[]> {
  const { root } = input;
  await shell(
    ctx,
    t`making the folder of the root tree`,
    // What scriptlets of the first packages need is there before the package that owns it.
    'mkdir -p "$1"; cd "$1"; mkdir -p -m 0755 dev run etc tmp var usr usr/lib; mkdir -m 0555 proc sys',
    root,
  );
  const { preInstall } = input;
  const warnings = preInstall === null ? [] : await runPreInstall(ctx, preInstall, input);
  if (input.accounts.length > 0) await addPackageAccounts(ctx, input);
  await installPackages(ctx, input);
  await addDeviceFiles(ctx, root);
  await shellFileIn(ctx, [writable(root)], t`tidying the root tree`, ['src/image/root/tidy.sh', root]);
  return warnings;
}

/**
 * Newest build time among packages, seconds since 1970: the time that every file of the image gets at most, and
 * that a clock without a battery starts from.
 */
export async function newestBuildTime(
  ctx: TaskContext,
  packageFiles: readonly string[],
  scratch: string,
): Promise<number> {
  const purpose = t`reading the packages' build times`;
  const answer = await queryPackages(ctx, packageFiles, '%{BUILDTIME}\\n', scratch, purpose);
  return Math.max(...answer.trimEnd().split('\n').map(Number));
}

/** The one kernel of a root tree, by its folder under /usr/lib/modules. */
export async function kernelVersion(ctx: TaskContext, root: string): Promise<string> {
  const { stdout } = await ctx.engine.run({
    program: 'find',
    // From the top, so that it follows no link.
    args: [
      '.',
      '-mindepth',
      '5',
      '-maxdepth',
      '5',
      '-path',
      './usr/lib/modules/*/vmlinuz',
      '-printf',
      '%P\\n',
    ],
    cwd: root,
    purpose: t`looking for the kernel`,
    handlesTree: true,
    capture: true,
    signal: ctx.signal,
  });
  const found = stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => path.basename(path.dirname(line)));
  const [version, ...others] = found;
  if (version !== undefined && others.length === 0) return version;
  throw stageFailed({
    what:
      version === undefined
        ? t`No package contains a kernel (/usr/lib/modules/*/vmlinuz).`
        : t`The packages contain more than one kernel: ${found.join(', ')}.`,
    where: 'packages.list',
    remedy: t`List \`kernel\` once, without a version or with exactly one.`,
  });
}
