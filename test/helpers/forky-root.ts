import os from 'node:os';
import type { Command, Engine } from '../../src/engine/engine.js';
import { inOwnView } from '../../src/engine/native/view.js';
import { neededPrograms } from '../../src/engine/programs/programs.js';
import { cacheFolder, projectFolder } from '../testbed/places.js';
import { prepareDebianRoot } from './debian-root.js';

/** A root tree of Debian forky with libdnf5, and files that it reads but does not ask for. */
export function prepareForkyRoot(): Promise<string> {
  return prepareDebianRoot('forky', ['base-files', 'python3-libdnf5', 'rpm-common']);
}

/**
 * A root tree of Debian forky with all programs that lock and build, of newer versions than this machine's, and
 * dnf 5 in place of dnf 4. Its packages are unpacked only; the programs run in a chroot or a container.
 */
export function prepareForkyBuildRoot(): Promise<string> {
  const packages = neededPrograms
    .filter(({ purposes }) => purposes.some((purpose) => ['lock', 'build', 'anaconda'].includes(purpose)))
    .map(({ packages }) => packages.debian)
    .map((name) => (name === 'python3-dnf' ? 'python3-libdnf5' : name));
  return prepareDebianRoot('forky', [...new Set(['base-files', 'rpm-common', ...packages])].sort());
}

/**
 * The programs of this engine run in the root; they see the project's folder, the test bed and the folder of temporary
 * files too. Its namespace ends with the program.
 */
export function engineInRoot(root: string, engine: Engine): Engine {
  const folders = [os.tmpdir(), projectFolder(), cacheFolder()];
  // A mount of its own: within, programs change how mounts of / are passed on.
  const script = `root=$1 cwd=$2; shift 2
    mount --rbind "$root" "$root" && mount --rbind /dev "$root/dev" && mount -t proc proc "$root/proc" &&
      mount -t sysfs sysfs "$root/sys" || exit
    for folder in ${folders.map((folder) => `'${folder}'`).join(' ')}; do
      mkdir -p "$root$folder" && mount --bind "$folder" "$root$folder" || exit
    done
    exec unshare --root "$root" --wd "$cwd" -- "$@"`;
  const inRoot = <Given extends Command>({ cwd, ...command }: Given) => ({
    ...command,
    shownAs: command.shownAs ?? command.program,
    program: 'unshare',
    args: ['--mount', 'sh', '-c', script, 'sh', root, cwd ?? '/', command.program, ...command.args],
  });
  return {
    ...engine,
    run: (command) => engine.run(inRoot(inOwnView(command))),
    start: (command) => engine.start(inRoot(command)),
  };
}
