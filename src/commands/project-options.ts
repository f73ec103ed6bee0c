import { type Command, Option } from 'commander';
import { openProject, type ProjectPurpose } from '../project/open-project.js';
import type { Project } from '../project/project.js';
import { flagTable, repositoryFlags } from '../spec/flag-table.js';
import { type FlagValues, flagsLayer } from '../spec/flags.js';
import type { Layer } from '../spec/sources.js';
import type { CommandContext } from './command.js';

/** Adds `-C DIR` and one flag for each field of the spec that a person sets. */
export function addProjectOptions(command: Command): Command {
  command.option('-C <DIR>', "the image project's folder", '.');
  for (const { flag, value, kind, help } of flagTable) {
    if (value === undefined) {
      command.option(flag, help).option(flag.replace('--', '--no-'), `not: ${help}`);
    } else {
      command.addOption(repeatable(`${flag} <${value}>`, help, kind === 'list' || kind === 'items'));
    }
  }
  for (const { flag, value, help } of Object.values(repositoryFlags)) {
    command.addOption(repeatable(`${flag} <${value}>`, help, true));
  }
  return command;
}

/** The fields that the parsed options of {@link addProjectOptions} give. */
export function layerOfOptions(options: Readonly<Record<string, unknown>>): Layer {
  const flags = [...flagTable, ...Object.values(repositoryFlags)].map(({ flag }) => flag);
  const values = flags.map((flag) => [flag, options[new Option(flag).attributeName()]] as const);
  return flagsLayer(Object.fromEntries(values) as FlagValues);
}

/**
 * Opens the project that parsed options, environment and the folder's tmpfsroot.json mean.
 * @throws Failure (exit status 2) with every error found.
 */
export async function openProjectFromOptions(
  options: Readonly<Record<string, unknown>>,
  context: Pick<CommandContext, 'cwd' | 'env'>,
  purpose: ProjectPurpose,
): Promise<Project> {
  return await openProject({
    dir: folderOf(options),
    for: purpose,
    cwd: context.cwd,
    flags: layerOfOptions(options),
    env: context.env,
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
