import { chmod, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { chrootCommand } from '../engine/chroot.js';
import type { Workplace } from '../engine/progress.js';
import type { KickstartScript } from '../project/kickstart/kickstart-script.js';
import { type KickstartSystem, plainSystem } from '../project/kickstart/kickstart-system.js';
import { coveredFolders } from '../project/override/hidden-files.js';
import type { HookScripts } from '../project/project-parts.js';
import { needsOf } from '../project/setting-needs.js';
import { badFindings } from '../spec/failure.js';
import type { Finding } from '../spec/finding.js';
import type { ImageSpec } from '../spec/image-spec.js';
import { planDisks } from '../spec/partition-plan.js';
import { cleanedHooks } from './cleaned-hooks.js';
import { commitConf } from './commit-conf.js';
import { fstabTemplate, partitionTable } from './fstab.js';
import { deviceGrubConfig, grubLoader } from './grub-config.js';
import { runHooks } from './hooks.js';
import { type ImageContent, readImageContent } from './image-content.js';
import { factsDir } from './image-facts.js';
import { accountFindings, disabledUnits, settingFindings, shellsOf, unitFindings } from './image-findings.js';
import { interpretersInRoot, requireInterpreters } from './interpreters.js';
import { journalLimits } from './journal-limits.js';
import { runKickstartScripts } from './kickstart-scripts.js';
import { layOver } from './lay-over.js';
import { requireNeeds } from './needed-packages.js';
import { idPlaceholder } from './partition-ids.js';
import { persistConf } from './persist-conf.js';
import { refuseHiddenFiles } from './refuse-hidden-files.js';
import { selinuxScript } from './selinux-config.js';
import { type SettingFile, serviceScript, settingFiles, settingScript } from './settings.js';
import { shell } from './shell.js';
import { systemFiles } from './system-files.js';
import { groupScript, systemScript } from './system-script.js';
import { readTreeShape } from './tree-shape.js';
import { zramFiles, zramFindings, zramPrograms } from './zram.js';

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
  /** `%post` and `%post --nochroot` of the project. */
  scripts: readonly KickstartScript[];
  /** iso-root.override of the project, or null. */
  isoOverride: string | null;
  /** hooks.d of the project, or null. */
  hooks: HookScripts | null;
  /** Seconds since 1970: what scripts are told of the time. */
  epoch: number;
  /** Lines for the image's own list of packages. */
  packages: readonly string[];
  scratch: string;
}

/**
 * Lays the spec's settings and root.override over the packages' tree, then runs the scripts of the kickstart files and
 * of hooks.d in it. The tree's files are hard links, so every change of ours replaces a file and none is made in place;
 * scripts do as they like, and get files of their own.
 * @returns What to warn of.
 * @throws Failure (exit status 2) when the settings ask for a network and nothing in the tree sets it up, or name a
 *   locale, unit, group and such that it has not; 1 when a script fails.
 */
export async function composeTree(place: Workplace, input: ComposeInput): Promise<string[]> {
  const { spec, system = plainSystem, tree, out, override, scripts, hooks, scratch } = input;
  await requireNeeds(place, tree, needsOf(spec, system));
  await requireInterpreters(
    place,
    { tree, override, release: spec.release },
    await interpretersInRoot({ hooks, scripts }),
  );
  const partitions = planDisks(spec).disks.flatMap((disk) => disk.partitions);
  const settings = path.join(scratch, 'settings');
  await writeFiles(settings, [...filesOfSpec(spec, input.packages), ...systemFiles(system)]);
  // Programs of others may write into files in place, as scripts may.
  const isOurs =
    hooks === null && scripts.length === 0 && system.firewall === null && system.authselect === null;
  const copy = isOurs ? 'cp -al "$1" "$2"' : 'cp -a --reflink=auto "$1" "$2"';
  await shell(place, 'copying the root tree', copy, tree, out);
  await shell(place, 'setting modes of the settings', 'find "$1" -type d -exec chmod 0755 {} +', settings);
  const shapeFile = path.join(scratch, 'shape.list');
  const shape = await readTreeShape(place, out, shapeFile);
  // The tree may have been made for partitions of another size.
  const files = [...(shape.kinds ?? [])].filter(([, kind]) => kind !== 'folder').map(([file]) => file);
  refuseHiddenFiles(files, coveredFolders(spec));
  await layOver(place, { from: settings, shownAs: 'the settings', to: out, shape });
  const mountPoints = partitions.map(({ mountPoint }) => mountPoint).filter((point) => point.startsWith('/'));
  await shell(
    place,
    'making mount points',
    'cd "$1"; shift; mkdir -p etc boot/efi "$@"',
    out,
    ...mountPoints.map((p) => `.${p}`),
  );
  const content = () => readImageContent(place, out, scratch, [...shellsOf(system), ...zramPrograms]);
  refuse(accountFindings(spec, system, await content()));
  // Programs that edit accounts and links of services write new files and rename them.
  const runInside = (script: string) =>
    place.engine.run(
      chrootCommand({
        root: out,
        program: 'sh',
        // It holds hashes of passwords: arguments stand in the log of the run and in lists of processes.
        args: ['-c', 'script=$(cat) && exec </dev/null && eval "$script"'],
        input: `set -eu\n${script}`,
        env: { SYSTEMD_OFFLINE: '1', SOURCE_DATE_EPOCH: String(input.epoch) },
        purpose: "applying the spec's settings",
        signal: place.signal,
      }),
    );
  await runInside(scriptOfSettings(spec, system));
  const where = { root: out, repo: input.isoOverride, epoch: input.epoch };
  const { before, after } = aroundOverride(scripts);
  const warnings = await runKickstartScripts(place, before, where);
  if (override !== null) {
    const shape = await readTreeShape(place, out, shapeFile);
    await layOver(place, { from: override, shownAs: 'root.override', to: out, shape });
  }
  warnings.push(...(await enableUnits(spec, await content(), runInside)));
  warnings.push(...(await runKickstartScripts(place, after, where)));
  if (hooks !== null) await runHooks(place, out, await cleanedHooks(place, hooks, scratch), input.epoch);
  const made = await content();
  refuse([...settingFindings(spec, system, made), ...zramFindings(spec, made)]);
  await shell(place, 'tidying', tidyScript, out);
  return warnings;
}

async function enableUnits(
  spec: ImageSpec,
  content: ImageContent,
  runInside: (script: string) => Promise<unknown>,
): Promise<string[]> {
  refuse(unitFindings(spec, content));
  const { there, warnings } = disabledUnits(spec, content);
  const script = serviceScript(spec, there);
  if (script !== '') await runInside(script);
  return warnings;
}

/** What settings name must be in the image: the device would go on without it, and say nothing. */
function refuse(findings: readonly Finding[]): void {
  if (findings.length > 0) throw badFindings(findings, 'The image has not all that the settings name:');
}

// Every file gets its SELinux label when the image is packed. A device that found .autorelabel at each boot would give
// labels and start again for ever.
const tidyScript = 'cd "$1"; rm -f etc/*- etc/.pwd.lock .autorelabel';

/**
 * Which scripts run before root.override is laid over and which after it. As in tmpfsroot-fedora, whose files come
 * at the beginning of its `%post`: a file of root.override wins over one that `%post --nochroot` brought, and `%post`
 * finds it.
 */
export function aroundOverride(scripts: readonly KickstartScript[]): {
  before: KickstartScript[];
  after: KickstartScript[];
} {
  const firstInside = scripts.findIndex(({ section }) => section === 'post');
  const count = firstInside < 0 ? scripts.length : firstInside;
  return { before: scripts.slice(0, count), after: scripts.slice(count) };
}

function scriptOfSettings(spec: ImageSpec, system: KickstartSystem): string {
  return [
    groupScript(system),
    settingScript(spec, system.accounts),
    selinuxScript(spec.system.selinux),
    systemScript(system),
  ].join('');
}

/** What a spec puts into every root besides what programs of the image make of it. */
export function filesOfSpec(spec: ImageSpec, packages: readonly string[]): SettingFile[] {
  const partitions = planDisks(spec).disks.flatMap((disk) => disk.partitions);
  return [
    ...settingFiles(spec),
    { path: `${factsDir}/fstab`, content: fstabTemplate(partitions) },
    { path: `${factsDir}/partitions`, content: partitionTable(partitions, spec.partitions.heal) },
    {
      path: 'usr/lib/systemd/journald.conf.d/51-tmpfsroot-size.conf',
      content: journalLimits(partitions),
    },
    { path: `${factsDir}/packages`, content: `${packages.join('\n')}\n` },
    commitConf(spec),
    // By them the device makes a damaged ESP whole (src/device/root/usr/lib/tmpfsroot/esp).
    { path: `${factsDir}/grub.cfg`, content: deviceGrubConfig(spec, idPlaceholder) },
    { path: `${factsDir}/grub-loader.cfg`, content: grubLoader(spec) },
    { path: `${factsDir}/esp.conf`, content: `TFR_NAME=${spec.name}\n` },
    persistConf(spec),
    ...zramFiles(spec),
    // By its time, which is that of the image, process 1 knows a clock that is behind.
    { path: 'usr/lib/clock-epoch', content: '' },
  ];
}

/** Writes files with their modes below a folder. */
export async function writeFiles(dir: string, files: readonly SettingFile[]): Promise<void> {
  for (const { path: relative, content, mode } of files) {
    const file = path.join(dir, relative);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, content);
    await chmod(file, mode ?? 0o644);
  }
}
