import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { withLock } from '../testbed/lock.js';
import { projectFolder } from '../testbed/places.js';
import { runProgram } from './run-program.js';

/**
 * A root tree of a release of Debian with these packages, made once and kept in the project's `.cache`. They are
 * unpacked only: no script of a package is run. Another list, another folder.
 * @throws Error when Debian's archive cannot be reached, twice.
 */
export function prepareDebianRoot(suite: string, packages: readonly string[]): Promise<string> {
  const cache = path.join(projectFolder(), '.cache');
  const root = path.join(cache, `${suite}-${packages.join('-')}`);
  const make = async () => {
    if (!existsSync(root) && debootstrap(suite, packages, root).status !== 0)
      mustBuild(suite, packages, root);
    return root;
  };
  return withLock(`${root}.lock`, make, () => {});
}

/** Stands in for an image's root where only its e2fsprogs are needed. */
export function prepareE2fsprogs(): Promise<string> {
  return prepareDebianRoot('bookworm', ['base-files', 'e2fsprogs']);
}

function mustBuild(suite: string, packages: readonly string[], root: string): void {
  const { status, stderr } = debootstrap(suite, packages, root);
  if (status !== 0) throw new Error(`mmdebstrap: status ${status}\n${stderr}`);
}

function debootstrap(suite: string, packages: readonly string[], root: string) {
  const partial = `${root}.partial`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(path.dirname(root), { recursive: true });
  const options = ['--mode=root', '--variant=extract', '--architectures=amd64'];
  // The release file of a suite in the making may have expired.
  const aptOptions = ['Acquire::Check-Valid-Until "false"', 'APT::Install-Recommends "false"'];
  // Debian's archive key must be named: the suite may be another one than this machine's.
  const key = '[signed-by=/usr/share/keyrings/debian-archive-keyring.gpg]';
  const ran = runProgram(
    'mmdebstrap',
    [
      ...options,
      ...aptOptions.map((option) => `--aptopt=${option}`),
      `--include=${packages.join(',')}`,
      suite,
      partial,
      `deb ${key} http://deb.debian.org/debian ${suite} main`,
    ],
    { timeoutMs: 600_000 },
  );
  if (ran.status === 0) renameSync(partial, root);
  return ran;
}
