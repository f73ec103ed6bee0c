import { badInput, type ExitStatus, exitStatus } from '../base/failure.js';
import { nearest } from '../base/nearest.js';
import { printText } from '../base/print-text.js';
import type { CommandContext, RunCommand } from './command.js';
import { diffPresets, listPresets, showPreset } from './presets-read.js';
import {
  deletePreset,
  describePreset,
  exportPreset,
  importPreset,
  renamePreset,
  savePreset,
} from './presets-write.js';

interface Subcommand {
  summary: string;
  run(words: readonly string[], context: CommandContext): Promise<ExitStatus>;
}

/** Behind `presets`, in the order of use. */
export const subcommands: Readonly<Record<string, Subcommand>> = {
  list: { summary: 'the bundled presets and your own', run: listPresets },
  show: { summary: 'what a preset is for, and its spec', run: showPreset },
  save: { summary: "save the project's spec and packages under a name", run: savePreset },
  rename: { summary: 'give one of your presets another name', run: renamePreset },
  describe: { summary: 'say what one of your presets is for', run: describePreset },
  delete: { summary: 'remove one of your presets; its file is kept', run: deletePreset },
  export: { summary: 'write a preset to a file, to pass on', run: exportPreset },
  import: { summary: 'add an exported preset to yours', run: importPreset },
  diff: { summary: 'what differs between two presets, or a preset and the project', run: diffPresets },
};

/** `presets`: named specs, to start images from. */
export const run: RunCommand = async ([name, ...words], context) => {
  if (name === '--help' || name === '-h') {
    printText(context.stdout, usage());
    return exitStatus.done;
  }
  if (name === undefined) {
    printText(context.stderr, usage());
    return exitStatus.badInput;
  }
  const subcommand = Object.hasOwn(subcommands, name) ? subcommands[name] : undefined;
  if (subcommand !== undefined) return await subcommand.run(words, context);
  const [similar] = nearest(name, Object.keys(subcommands));
  throw badInput({
    what: `There is no command \`presets ${name}\`.`,
    remedy:
      similar === undefined
        ? 'See `tmpfsroot-wizard presets --help`.'
        : `Did you mean \`tmpfsroot-wizard presets ${similar}\`?`,
  });
};

function usage(): string {
  const lines = Object.entries(subcommands).map(([name, { summary }]) => `  ${name.padEnd(8)} ${summary}`);
  return `Usage: tmpfsroot-wizard presets COMMAND [OPTIONS]

Named specs to start images from. Every command that takes flags of the spec takes --preset NAME|FILE too; a
preset loses to flags, environment and project file.

Commands:
${lines.join('\n')}

Examples:
  tmpfsroot-wizard init -C counter --preset kiosk
  tmpfsroot-wizard presets save counter -C counter
`;
}
