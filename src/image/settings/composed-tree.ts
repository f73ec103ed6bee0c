import { chmod, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { badFindings } from '../../base/failure.js';
import type { Finding } from '../../base/finding.js';
import { t } from '../../base/language/texts.js';
import { planDisks } from '../../config/partitions/partition-plan.js';
import type { RootSpec } from '../../config/spec-parts.js';
import type { TaskContext } from '../../engine/progress.js';
import { chrootCommand, writable } from '../../engine/views.js';
import type { HookScripts } from '../../project/folder/project-extras.js';
import { needsOf } from '../../project/folder/setting-needs.js';
import type { KickstartScript } from '../../project/kickstart/kickstart-script.js';
import type { CoveredFolder } from '../../project/override/hidden-files.js';
import { deviceGrubConfig, grubLoader } from '../boot/grub-config.js';
import { idPlaceholder } from '../disk/partition-ids.js';
import { copyOverlay } from '../overlay/copy-overlay.js';
import { refuseHiddenFiles } from '../overlay/refuse-hidden-files.js';
import { readTreeShape } from '../overlay/tree-shape.js';
import { cleanedHooks } from '../scripts/cleaned-hooks.js';
import { runHooks } from '../scripts/hooks.js';
import { interpretersInRoot, requireInterpreters } from '../scripts/interpreters.js';
import { runKickstartScripts } from '../scripts/kickstart-scripts.js';
import { shell, shellIn, shellText } from '../shell.js';
import { commitConf } from './commit-conf.js';
import { fstabTemplate, healTable } from './fstab.js';
import { type ImageContent, readImageContent } from './image-content.js';
import { factsDir } from './image-facts.js';
import { accountFindings, disabledUnits, settingFindings, shellsOf, unitFindings } from './image-findings.js';
import { journalLimits } from './journal-limits.js';
import { requireNeeds } from './needed-packages.js';
import { persistConf } from './persist-conf.js';
import type { SettingFile } from './setting-file.js';
import { serviceScript, settingFiles, settingScript } from './settings.js';
import { systemFiles } from './system-files.js';
import { groupScript, systemScript } from './system-script.js';
import { updateFiles } from './update-conf.js';
import { zramFiles, zramFindings, zramPrograms } from './zram.js';

export interface ComposeInput {
  spec: RootSpec;
  /** Tells where a field was given, for messages; the field itself if absent. */
  where?: (path: string) => string;
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
  /** Folders in which the image must have no files. */
  covered: readonly CoveredFolder[];
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
export async function composeTree(ctx: TaskContext, input: ComposeInput): Promise<string[]> {
  const { spec, where = (path) => path, tree, out, override, scripts, hooks, scratch } = input;
  const shapeFile = path.join(scratch, 'shape.list');
  const shape = await readTreeShape(ctx, tree, shapeFile);
  requireNeeds(shape, needsOf(spec), where);
  await requireInterpreters(
    { shape, override, release: spec.release },
    await interpretersInRoot({ hooks, scripts }),
  );
  const partitions = planDisks(spec).disks.flatMap((disk) => disk.partitions);
  const settings = path.join(scratch, 'settings');
  await writeFiles(settings, filesOfSpec(spec, input.packages));
  const mountPoints = partitions.map(({ mountPoint }) => mountPoint).filter((point) => point.startsWith('/'));
  for (const folder of ['etc', 'boot/efi', ...mountPoints])
    await mkdir(path.join(settings, folder), { recursive: true });
  // Programs of others may write into files in place, as scripts may.
  const { firewall, authselect } = spec.system;
  const isOurs =
    hooks === null && scripts.length === 0 && firewall.enabled === null && authselect.length === 0;
  const copy = isOurs ? 'cp -al "$1" "$2"' : 'cp -a --reflink=auto "$1" "$2"';
  await shell(ctx, t`copying the root tree`, copy, tree, out);
  await shell(ctx, t`setting modes of the settings`, 'find "$1" -type d -exec chmod 0755 {} +', settings);
  // The tree may have been made for partitions of another size.
  const files = [...(shape.kinds ?? [])].filter(([, kind]) => kind !== 'folder').map(([file]) => file);
  refuseHiddenFiles(files, input.covered);
  await copyOverlay(ctx, { from: settings, shownAs: t`the settings`, to: out, shape });
  const content = () => readImageContent(ctx, out, scratch, [...shellsOf(spec), ...zramPrograms]);
  refuse(accountFindings(spec, await content()));
  // Programs that edit accounts and links of services write new files and rename them.
  const functions = await shellText('src/image/settings/setting-functions.sh');
  const runInside = (script: string) =>
    ctx.engine.run(
      chrootCommand({
        root: out,
        program: 'sh',
        // It holds hashes of passwords: arguments stand in the log of the run and in lists of processes.
        args: ['-c', 'script=$(cat) && exec </dev/null && eval "$script"'],
        input: functions + script,
        env: { SYSTEMD_OFFLINE: '1', SOURCE_DATE_EPOCH: String(input.epoch) },
        purpose: t`applying the spec's settings`,
        signal: ctx.signal,
      }),
    );
  await runInside(scriptOfSettings(spec, where));
  const inside = { root: out, repo: input.isoOverride, epoch: input.epoch };
  const { before, after } = aroundOverride(scripts);
  const warnings = await runKickstartScripts(ctx, before, inside);
  if (override !== null) {
    const shape = await readTreeShape(ctx, out, shapeFile);
    await copyOverlay(ctx, { from: override, shownAs: 'root.override', to: out, shape });
  }
  warnings.push(...(await enableUnits(spec, await content(), runInside)));
  warnings.push(...(await runKickstartScripts(ctx, after, inside)));
  if (hooks !== null) await runHooks(ctx, out, await cleanedHooks(ctx, hooks, scratch), input.epoch);
  const made = await content();
  refuse([...settingFindings(spec, made), ...zramFindings(spec, made)]);
  await shellIn(ctx, [writable(out)], t`tidying`, tidyScript, out);
  return warnings;
}

async function enableUnits(
  spec: RootSpec,
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
  if (findings.length > 0) throw badFindings(findings, t`The image lacks what the settings name:`);
}

// Every file gets its SELinux label when the image is packed. A device that found .autorelabel at each boot would give
// labels and start again for ever.
export const tidyScript = 'cd "$1"; rm -f etc/*- etc/.pwd.lock .autorelabel';

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

/** Calls of setting-functions.sh and of programs of the image. */
function scriptOfSettings(spec: RootSpec, where: (path: string) => string): string {
  return [
    groupScript(spec.system),
    settingScript(spec),
    `set_selinux_mode ${spec.system.selinux}\n`,
    systemScript(spec.system, where),
  ].join('');
}

/** What a spec puts into every root besides what programs of the image make of it. */
export function filesOfSpec(spec: RootSpec, packages: readonly string[]): SettingFile[] {
  const partitions = planDisks(spec).disks.flatMap((disk) => disk.partitions);
  return [
    ...settingFiles(spec),
    ...systemFiles(spec.system),
    { path: `${factsDir}/fstab`, content: fstabTemplate(partitions) },
    { path: `${factsDir}/partitions`, content: healTable(partitions, spec.partitions.heal) },
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
    ...updateFiles(spec),
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
