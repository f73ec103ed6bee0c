import os from 'node:os';
import type { Engine } from '../../src/engine/engine.js';
import { prepareDebianRoot } from '../helpers/debian-root.js';
import { projectFolder } from '../testbed/places.js';

/** A root tree of Debian forky with libdnf5, and files that it reads but does not ask for. */
export function prepareForkyRoot(): Promise<string> {
  return prepareDebianRoot('forky', ['base-files', 'python3-libdnf5', 'rpm-common']);
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
