import { chmod, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { chrootCommand } from '../engine/chroot.js';
import type { Workplace } from '../engine/progress.js';
import type { HookScripts } from '../project/project-parts.js';
import { badInput } from '../spec/failure.js';
import type { ImageSpec } from '../spec/image-spec.js';
import { planDisks } from '../spec/partition-plan.js';
import { fstabTemplate, partitionTable } from './fstab.js';
import { runHooks } from './hooks.js';
import { factsDir } from './image-facts.js';
import { layOver } from './lay-over.js';
import { needsProfile, networkManagerUnit } from './network-profile.js';
import { type SettingFile, settingFiles, settingScript } from './settings.js';
import { shell } from './shell.js';

export interface ComposeInput {
  spec: ImageSpec;
  /** Tree of the packages; left as it is. */
  tree: string;
  /** Folder to make: the packages' files as hard links, everything else laid over them. */
  out: string;
  /** root.override of the project, or null. */
  override: string | null;
  /** hooks.d of the project, or null. */
  hooks: HookScripts | null;
  /** Seconds since 1970: what scripts are told of the time. */
  epoch: number;
  /** Lines for the image's own list of packages. */
  packages: readonly string[];
  scratch: string;
}

/**
 * Lays the spec's settings and root.override over the packages' tree, then runs hooks.d in it. The tree's files are
 * hard links, so every change of ours replaces a file and none is made in place; hooks do as they like, and get
 * files of their own.
 * @throws Failure (exit status 2) when the settings ask for a network and nothing in the tree sets it up.
 */
export async function composeTree(place: Workplace, input: ComposeInput): Promise<void> {
  const { spec, tree, out, override, hooks, scratch } = input;
  if (needsProfile(spec.system.network)) await requireNetworkManager(place, tree);
  const partitions = planDisks(spec).disks.flatMap((disk) => disk.partitions);
  const settings = path.join(scratch, 'settings');
  await writeFiles(settings, [
    ...settingFiles(spec),
    { path: `${factsDir}/fstab`, content: fstabTemplate(partitions) },
    { path: `${factsDir}/partitions`, content: partitionTable(partitions) },
    { path: `${factsDir}/packages`, content: `${input.packages.join('\n')}\n` },
  ]);
  const copy = hooks === null ? 'cp -al "$1" "$2"' : 'cp -a --reflink=auto "$1" "$2"';
  await shell(place, 'copying the root tree', copy, tree, out);
  await shell(place, 'setting modes of the settings', 'find "$1" -type d -exec chmod 0755 {} +', settings);
  await layOver(place, settings, out);
  const mountPoints = partitions.map(({ mountPoint }) => mountPoint).filter((point) => point.startsWith('/'));
  await shell(
    place,
    'making mount points',
    'cd "$1"; shift; mkdir -p etc boot "$@"',
    out,
    ...mountPoints.map((p) => `.${p}`),
  );
  // Programs that edit accounts and links of services write new files and rename them.
  await place.engine.run(
    chrootCommand({
      root: out,
      program: 'sh',
      args: ['-c', settingScript(spec)],
      env: { SYSTEMD_OFFLINE: '1' },
      purpose: "applying the spec's settings",
      signal: place.signal,
    }),
  );
  if (override !== null) await layOver(place, override, out);
  if (hooks !== null) await runHooks(place, out, hooks, input.epoch);
  await shell(place, 'tidying', 'cd "$1"; rm -f etc/*- etc/.pwd.lock', out);
}

async function requireNetworkManager(place: Workplace, tree: string): Promise<void> {
  const { status } = await place.engine.run({
    program: 'sh',
    args: ['-c', 'test -e "$1"', 'sh', path.join(tree, networkManagerUnit)],
    purpose: 'looking for NetworkManager',
    okStatuses: [0, 1],
    signal: place.signal,
  });
  if (status === 0) return;
  throw badInput({
    what: 'The settings ask for a network, and the image has no NetworkManager that would set it up.',
    where: 'system.network',
    remedy:
      'Add the package `NetworkManager` to the package list and run `tmpfsroot-wizard lock`, or leave `system.network` out.',
  });
}

async function writeFiles(dir: string, files: readonly SettingFile[]): Promise<void> {
  for (const { path: relative, content, mode } of files) {
    const file = path.join(dir, relative);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, content);
    await chmod(file, mode ?? 0o644);
  }
}
