import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { packageFile } from '../../engine/package-file.js';
import type { Workplace } from '../../engine/progress.js';
import type { TreeShape } from '../../project/override/place-entries.js';
import type { ImageSpec } from '../../spec/image-spec.js';
import { planDisks } from '../../spec/partition-plan.js';
import { filesOfSpec, writeFiles } from '../composed-tree.js';
import { layOver } from '../lay-over.js';
import { shell } from '../shell.js';

export interface OverlayInput {
  spec: ImageSpec;
  /** Lines for the image's own list of packages. */
  packages: readonly string[];
  /** root.override of the project, or null. */
  override: string | null;
  /** Seconds since 1970. */
  epoch: number;
  /** What the packages bring, so that files go where a link of theirs leads. */
  shape: TreeShape;
  /** Archive to make. */
  file: string;
  /** List to make of its folders, a line each: none may be a link there that leads out of the system. */
  foldersFile: string;
  scratch: string;
}

/**
 * Packs what is laid over a system that Anaconda has installed: the device's own files, what the spec says and
 * kickstart has no words for, and root.override above all. In the archive all of it is root's.
 */
export async function packOverlay(place: Workplace, input: OverlayInput): Promise<void> {
  const { spec, override, epoch, file, scratch } = input;
  const tree = path.join(scratch, 'overlay');
  await mkdir(tree);
  await shell(
    place,
    "adding the device's files",
    `mkdir -p "$1/usr/lib/dracut/modules.d" "$1/var/log/tmpfsroot"
     cp -R --no-preserve=mode "$2/root/." "$1/"
     cp -R --no-preserve=mode "$2/dracut/." "$1/usr/lib/dracut/modules.d/"
     chmod 0755 "$1"/usr/bin/tmpfsroot-* "$1"/usr/lib/tmpfsroot/* "$1"/usr/lib/dracut/modules.d/9?tmpfsroot*/*.sh`,
    ...[tree, packageFile('src/device')],
  );
  const settings = path.join(scratch, 'settings');
  await writeFiles(settings, filesOfSpec(spec, input.packages));
  const { shape } = input;
  await layOver(place, { from: settings, shownAs: 'the settings', to: tree, shape });
  const mountPoints = planDisks(spec)
    .disks.flatMap((disk) => disk.partitions)
    .map(({ mountPoint }) => mountPoint)
    .filter((point) => point !== '/');
  await shell(
    place,
    'making mount points',
    'cd "$1"; shift; mkdir -p boot "$@"; find . -type d -exec chmod 0755 {} +; if [ -d root ]; then chmod 0550 root; fi; if [ -d root/.ssh ]; then chmod 0700 root/.ssh; fi',
    ...[tree, ...mountPoints.map((point) => `.${point}`)],
  );
  if (override !== null) {
    await layOver(place, { from: override, shownAs: 'root.override', to: tree, shape });
  }
  await shell(
    place,
    'listing the folders that are laid over the system',
    'cd "$1"; find . -mindepth 1 -type d -printf "%P\\n" | LC_ALL=C sort >"$2"',
    ...[tree, input.foldersFile],
  );
  await packTree(place, tree, file, epoch, 'root');
}

/**
 * Packs a tree the same way every time: in the order of names, one time for all that is newer.
 * @param owner `root`: all of it belongs to root; `kept`: to whom it belongs.
 */
export async function packTree(
  place: Workplace,
  tree: string,
  file: string,
  epoch: number,
  owner: 'root' | 'kept',
): Promise<void> {
  await place.engine.run({
    program: 'tar',
    args: [
      ...['--create', '--file', file, '--directory', tree, '--sort=name', '--format=gnu', '--numeric-owner'],
      ...[`--mtime=@${epoch}`, ...(owner === 'root' ? ['--owner=0', '--group=0'] : ['--clamp-mtime']), '.'],
    ],
    purpose: `packing ${path.basename(file)} (tar)`,
    handlesTree: owner === 'kept',
    signal: place.signal,
  });
}
