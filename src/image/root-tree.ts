import path from 'node:path';
import { packageFile } from '../engine/package-file.js';
import type { Workplace } from '../engine/progress.js';
import { stageFailed } from '../spec/failure.js';
import type { BaseAccounts } from './base-accounts.js';
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
export async function makeRootTree(place: Workplace, input: RootTreeInput): Promise<string[]> {
  const { root } = input;
  await place.engine.run({
    program: 'sh',
    // What scriptlets of the first packages need is there before the package that owns it.
    args: [
      '-euc',
      'mkdir -p "$1" && cd "$1" && mkdir -p -m 0755 dev run etc tmp var usr usr/lib && mkdir -m 0555 proc sys',
      'sh',
      root,
    ],
    purpose: 'making the folder of the root tree',
    handlesTree: true,
    signal: place.signal,
  });
  const { preInstall } = input;
  const warnings = preInstall === null ? [] : await runPreInstall(place, preInstall, input);
  if (input.accounts.length > 0) await addPackageAccounts(place, input);
  await installPackages(place, input);
  await addDeviceFiles(place, root);
  await tidy(place, root);
  return warnings;
}

/**
 * Newest build time among packages, seconds since 1970: the time that every file of the image gets at most, and
 * that a clock without a battery starts from.
 */
export async function newestBuildTime(place: Workplace, packageFiles: readonly string[]): Promise<number> {
  const { stdout } = await place.engine.run({
    program: 'rpm',
    args: ['-qp', '--nosignature', '--nodigest', '--qf', '%{BUILDTIME}\\n', ...packageFiles],
    purpose: "reading the packages' build times",
    capture: true,
    signal: place.signal,
  });
  return Math.max(
    ...stdout
      .split('\n')
      .filter((line) => line !== '')
      .map(Number),
  );
}

/** Our own files in every root: emergency units, settings, dracut modules. */
async function addDeviceFiles(place: Workplace, root: string): Promise<void> {
  await place.engine.run({
    program: 'sh',
    args: [
      '-euc',
      `umask 022
       # The modes of our installed files depend on who installed them.
       cp -R --no-preserve=mode "$2/root/." "$1/"
       mkdir -p "$1/usr/lib/dracut/modules.d" "$1/var/log/tmpfsroot"
       cp -R --no-preserve=mode "$2/dracut/." "$1/usr/lib/dracut/modules.d/"
       chmod 0755 "$1"/usr/bin/tmpfsroot-* "$1"/usr/lib/tmpfsroot/* "$1"/usr/lib/dracut/modules.d/9?tmpfsroot*/*.sh
       chown -R 0:0 "$1"/usr/bin/tmpfsroot-* "$1/var/log/tmpfsroot" "$1/etc/profile.d/tmpfsroot.sh" "$1/usr/lib/tmpfsroot" "$1"/usr/lib/dracut/modules.d/9?tmpfsroot*`,
      'sh',
      root,
      packageFile('src/device'),
    ],
    purpose: "adding the device's files",
    handlesTree: true,
    signal: place.signal,
  });
}

/** Takes away what differs from run to run and belongs to no package. */
async function tidy(place: Workplace, root: string): Promise<void> {
  await place.engine.run({
    program: 'sh',
    args: [
      '-euc',
      `cd "$1"
       rm -rf etc/machine-id var/cache/ldconfig/aux-cache var/cache/dnf var/lib/systemd/random-seed etc/*- var/log/*.log
       # What rpm would have put instead of the accounts that %pre-install had made.
       rm -f etc/passwd.rpmnew etc/group.rpmnew etc/shadow.rpmnew etc/gshadow.rpmnew
       rm -rf run/* tmp/* var/tmp/*
       rm -f usr/lib/sysimage/rpm/.*.lock usr/lib/sysimage/rpm/*-shm usr/lib/sysimage/rpm/*-wal`,
      'sh',
      root,
    ],
    purpose: 'tidying the root tree',
    handlesTree: true,
    signal: place.signal,
  });
}

/** The one kernel of a root tree, by its folder under /usr/lib/modules. */
export async function kernelVersion(place: Workplace, root: string): Promise<string> {
  const { stdout } = await place.engine.run({
    program: 'find',
    args: ['usr/lib/modules', '-mindepth', '2', '-maxdepth', '2', '-name', 'vmlinuz', '-printf', '%P\\n'],
    cwd: root,
    purpose: 'looking for the kernel',
    handlesTree: true,
    capture: true,
    okStatuses: [0, 1],
    signal: place.signal,
  });
  const found = stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => path.dirname(line));
  const [version, ...others] = found;
  if (version !== undefined && others.length === 0) return version;
  throw stageFailed({
    what:
      version === undefined
        ? 'The packages bring no kernel (/usr/lib/modules/*/vmlinuz).'
        : `The packages bring more than one kernel: ${found.join(', ')}.`,
    where: 'packages.list',
    remedy: 'List `kernel` once, without a version or with exactly one.',
  });
}
