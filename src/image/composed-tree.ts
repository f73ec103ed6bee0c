import { chmod, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { chrootCommand } from '../engine/chroot.js';
import type { Workplace } from '../engine/progress.js';
import { type KickstartSystem, plainSystem } from '../project/kickstart/kickstart-system.js';
import type { HookScripts } from '../project/project-parts.js';
import type { ImageSpec } from '../spec/image-spec.js';
import { planDisks } from '../spec/partition-plan.js';
import { fstabTemplate, partitionTable } from './fstab.js';
import { runHooks } from './hooks.js';
import { factsDir } from './image-facts.js';
import { layOver } from './lay-over.js';
import { needsOf, requireNeeds } from './needed-packages.js';
import { type SettingFile, settingFiles, settingScript } from './settings.js';
import { shell } from './shell.js';
import { systemFiles } from './system-files.js';
import { groupScript, systemScript } from './system-script.js';

export interface ComposeInput {
  spec: ImageSpec;
  /** What kickstart commands say beyond the spec; nothing if absent. */
  system?: KickstartSystem;
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
  const { spec, system = plainSystem, tree, out, override, hooks, scratch } = input;
  await requireNeeds(place, tree, needsOf(spec, system));
  const partitions = planDisks(spec).disks.flatMap((disk) => disk.partitions);
  const settings = path.join(scratch, 'settings');
  await writeFiles(settings, [
    ...settingFiles(spec),
    ...systemFiles(system),
    { path: `${factsDir}/fstab`, content: fstabTemplate(partitions) },
    { path: `${factsDir}/partitions`, content: partitionTable(partitions) },
    { path: `${factsDir}/packages`, content: `${input.packages.join('\n')}\n` },
  ]);
  // Programs of others may write into files in place, as scripts may.
  const isOurs = hooks === null && system.firewall === null && system.authselect === null;
  const copy = isOurs ? 'cp -al "$1" "$2"' : 'cp -a --reflink=auto "$1" "$2"';
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
      args: ['-c', groupScript(system) + settingScript(spec, system.accounts) + systemScript(system)],
      env: { SYSTEMD_OFFLINE: '1' },
      purpose: "applying the spec's settings",
      signal: place.signal,
    }),
  );
  if (override !== null) await layOver(place, override, out);
  if (hooks !== null) await runHooks(place, out, hooks, input.epoch);
  await shell(place, 'tidying', 'cd "$1"; rm -f etc/*- etc/.pwd.lock', out);
}

async function writeFiles(dir: string, files: readonly SettingFile[]): Promise<void> {
  for (const { path: relative, content, mode } of files) {
    const file = path.join(dir, relative);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, content);
    await chmod(file, mode ?? 0o644);
  }
}
