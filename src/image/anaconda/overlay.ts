import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { packageFile } from '../../engine/package-file.js';
import type { Workplace } from '../../engine/progress.js';
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
  /** Archive to make. */
  file: string;
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
    `mkdir -p "$1/usr/lib/dracut/modules.d"
     cp -R "$2/root/." "$1/"
     cp -R "$2/dracut/." "$1/usr/lib/dracut/modules.d/"
     chmod 0755 "$1/usr/lib/tmpfsroot/restart" "$1"/usr/lib/dracut/modules.d/9?tmpfsroot*/*.sh`,
    ...[tree, packageFile('src/device')],
  );
  const settings = path.join(scratch, 'settings');
  await writeFiles(settings, filesOfSpec(spec, input.packages));
  await layOver(place, settings, tree);
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
  if (override !== null) await layOver(place, override, tree);
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
