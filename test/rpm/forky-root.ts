import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Engine } from '../../src/engine/engine.js';
import { runProgram } from '../helpers/run-program.js';
import { withLock } from '../testbed/lock.js';
import { projectFolder } from '../testbed/places.js';

/** python3-libdnf5 with what it needs, and files that it reads but does not ask for. Another list, another folder. */
const packages = ['base-files', 'python3-libdnf5', 'rpm-common'];

/** Debian's archive key must be named: forky is not this machine's release. */
const source =
  'deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] http://deb.debian.org/debian forky main';

/**
 * A root tree of Debian forky with libdnf5, made once and kept in the project's `.cache`.
 * @throws Error when Debian's archive cannot be reached, twice.
 */
export function prepareForkyRoot(): Promise<string> {
  const cache = path.join(projectFolder(), '.cache');
  const root = path.join(cache, `forky-${packages.join('-')}`);
  const make = async () => {
    if (!existsSync(root) && debootstrap(root).status !== 0) mustBuild(root);
    return root;
  };
  return withLock(`${root}.lock`, make, () => {});
}

function mustBuild(root: string): void {
  const { status, stderr } = debootstrap(root);
  if (status !== 0) throw new Error(`mmdebstrap: status ${status}\n${stderr}`);
}

function debootstrap(root: string) {
  const partial = `${root}.partial`;
  rmSync(partial, { recursive: true, force: true });
  mkdirSync(path.dirname(root), { recursive: true });
  // Unpacked only: no script of a package is run. The release file of forky may have expired.
  const options = ['--mode=root', '--variant=extract', '--architectures=amd64'];
  const aptOptions = ['Acquire::Check-Valid-Until "false"', 'APT::Install-Recommends "false"'];
  const ran = runProgram(
    'mmdebstrap',
    [
      ...options,
      ...aptOptions.map((option) => `--aptopt=${option}`),
      `--include=${packages.join(',')}`,
      'forky',
      partial,
      source,
    ],
    { timeoutMs: 600_000 },
  );
  if (ran.status === 0) renameSync(partial, root);
  return ran;
}

/** The programs of this engine run in the root; they see the project's folder and that of temporary files too. */
export function engineInRoot(root: string, engine: Engine): Engine {
  const folders = [os.tmpdir(), projectFolder()];
  const script = `root=$1; shift
    for folder in ${folders.map((folder) => `'${folder}'`).join(' ')}; do
      mkdir -p "$root$folder" && mount --bind "$folder" "$root$folder" || exit
    done
    exec chroot "$root" "$@"`;
  const start: Engine['start'] = (command) =>
    engine.start({
      ...command,
      program: 'unshare',
      args: ['--mount', 'sh', '-c', script, 'sh', root, command.program, ...command.args],
    });
  return { ...engine, start };
}
