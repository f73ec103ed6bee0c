import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { t } from '../../base/language/texts.js';
import { planDisks } from '../../config/partitions/partition-plan.js';
import type { RootSpec } from '../../config/spec-parts.js';
import type { TaskContext } from '../../engine/progress.js';
import type { TreeShape } from '../../project/override/place-entries.js';
import { copyOverlay } from '../overlay/copy-overlay.js';
import { addDeviceFiles } from '../root/device-files.js';
import { filesOfSpec, writeFiles } from '../settings/composed-tree.js';
import { shell, shellFile } from '../shell.js';

export interface OverlayInput {
  spec: RootSpec;
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
export async function packOverlay(ctx: TaskContext, input: OverlayInput): Promise<void> {
  const { spec, override, epoch, file, scratch } = input;
  const tree = path.join(scratch, 'overlay');
  await mkdir(tree);
  await addDeviceFiles(ctx, tree);
  const settings = path.join(scratch, 'settings');
  await writeFiles(settings, filesOfSpec(spec, input.packages));
  const { shape } = input;
  await copyOverlay(ctx, { from: settings, shownAs: t`the settings`, to: tree, shape });
  const mountPoints = planDisks(spec)
    .disks.flatMap((disk) => disk.partitions)
    .map(({ mountPoint }) => mountPoint)
    .filter((point) => point !== '/');
  await shellFile(ctx, t`making mount points`, [
    'src/image/anaconda/make-mount-points.sh',
    ...[tree, ...mountPoints.map((point) => `.${point}`)],
  ]);
  if (override !== null) {
    await copyOverlay(ctx, { from: override, shownAs: 'root.override', to: tree, shape });
  }
  await shell(
    ctx,
    t`listing the folders that are laid over the system`,
    'cd "$1"; find . -mindepth 1 -type d -printf "%P\\n" | LC_ALL=C sort >"$2"',
    ...[tree, input.foldersFile],
  );
  await packTree(ctx, tree, file, epoch, 'root');
}

/**
 * Packs a tree the same way every time: in the order of names, one time for all that is newer.
 * @param owner `root`: all of it belongs to root; `kept`: to whom it belongs.
 */
export async function packTree(
  ctx: TaskContext,
  tree: string,
  file: string,
  epoch: number,
  owner: 'root' | 'kept',
): Promise<void> {
  await ctx.engine.run({
    program: 'tar',
    args: [
      ...['--create', '--file', file, '--directory', tree, '--sort=name', '--format=gnu', '--numeric-owner'],
      ...[`--mtime=@${epoch}`, ...(owner === 'root' ? ['--owner=0', '--group=0'] : ['--clamp-mtime']), '.'],
    ],
    purpose: t`packing ${path.basename(file)} (tar)`,
    handlesTree: owner === 'kept',
    signal: ctx.signal,
  });
}
