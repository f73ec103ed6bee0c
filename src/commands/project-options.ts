import { stat } from 'node:fs/promises';
import path from 'node:path';
import { type Command, Option } from 'commander';
import { flagTable, repositoryFlags, setFlag } from '../config/layers/flag-table.js';
import { type FlagValues, flagsLayer } from '../config/layers/flags.js';
import type { Layer } from '../config/layers/layers.js';
import { openPreset } from '../presets/open-preset.js';
import { type Preset, presetLayer } from '../presets/preset.js';
import { openProject, type ProjectPurpose } from '../project/folder/open-project.js';
import { type BuildableProject, type Project, packagesListName } from '../project/folder/project.js';
import type { CommandContext } from './command.js';
import { withFoundKeys } from './key-options.js';

/** Adds `-C DIR`, `--preset` and one flag for each field of the spec that a person sets. */
export function addProjectOptions(command: Command): Command {
  command
    .option('-C <DIR>', "the image project's folder", '.')
    .option('--preset <NAME|FILE>', 'preset for what neither flags nor the folder say: see `presets list`');
  for (const { flag, value, kind, help } of flagTable) {
    if (value === undefined) {
      command.option(flag, help).option(flag.replace('--', '--no-'), `not: ${help}`);
    } else {
      command.addOption(repeatable(`${flag} <${value}>`, help, kind === 'list' || kind === 'items'));
    }
  }
  for (const { flag, value, help } of [...Object.values(repositoryFlags), setFlag]) {
    command.addOption(repeatable(`${flag} <${value}>`, help, true));
  }
  return command;
}

/** The fields that the parsed options of {@link addProjectOptions} give. */
export function layerOfOptions(options: Readonly<Record<string, unknown>>): Layer {
  const flags = [...flagTable, ...Object.values(repositoryFlags), setFlag].map(({ flag }) => flag);
  const values = flags.map((flag) => [flag, options[new Option(flag).attributeName()]] as const);
  return flagsLayer(Object.fromEntries(values) as FlagValues);
}

/**
 * The preset that `--preset` names, as a source of fields for this folder; undefined without the flag. It loses to
 * all that the folder says, so its packages hold only where the folder has no packages.list.
 * @throws Failure (exit status 2) for a preset that is not there, or is damaged.
 */
export async function presetLayerOfOptions(
  options: Readonly<Record<string, unknown>>,
  context: Pick<CommandContext, 'cwd' | 'env'>,
): Promise<Layer | undefined> {
  if (typeof options.preset !== 'string') return undefined;
  const preset = await openPreset(options.preset, context);
  const list = path.resolve(context.cwd, folderOf(options), packagesListName);
  const hasList = (await stat(list).catch(() => null)) !== null;
  return presetLayer(hasList ? withoutPackages(preset) : preset);
}

function withoutPackages(preset: Preset): Preset {
  const { packages: _, ...document } = preset.document;
  return { ...preset, document };
}

/** What of the world a project is opened with: keys of a person may come from the network. */
type FolderContext = Pick<CommandContext, 'cwd' | 'env' | 'signal' | 'stderr'>;

/**
 * Opens the project that parsed options, environment, the folder's tmpfsroot.json and a preset mean.
 * @throws Failure (exit status 2) with every error found.
 */
export async function openProjectFromOptions(
  options: Readonly<Record<string, unknown>>,
  context: FolderContext,
  purpose: 'build',
): Promise<BuildableProject>;
export async function openProjectFromOptions(
  options: Readonly<Record<string, unknown>>,
  context: FolderContext,
  purpose: ProjectPurpose,
): Promise<Project>;
export async function openProjectFromOptions(
  given: Readonly<Record<string, unknown>>,
  context: FolderContext,
  purpose: ProjectPurpose,
): Promise<Project> {
  const options = await withFoundKeys(given, context);
  const preset = await presetLayerOfOptions(options, context);
  return await openProject({
    dir: folderOf(options),
    for: purpose,
    cwd: context.cwd,
    flags: layerOfOptions(options),
    env: context.env,
    ...(preset === undefined ? {} : { preset }),
  });
}

/** The value of `-C`. */
export function folderOf(options: Readonly<Record<string, unknown>>): string {
  return typeof options.C === 'string' ? options.C : '.';
}

/** Values are collected as a list; a flag that is not repeatable counts by its last. */
function repeatable(flags: string, help: string, many: boolean): Option {
  return new Option(flags, help).argParser<string[]>((text, before) =>
    many ? [...(before ?? []), text] : [text],
  );
}
