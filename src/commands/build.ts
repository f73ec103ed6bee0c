import { Command } from 'commander';
import { exitStatus } from '../base/failure.js';
import { printText } from '../base/print-text.js';
import { formatSeconds } from '../base/text/format.js';
import { buildProject } from '../build/build-project.js';
import type { RunCommand } from './command.js';
import { addNotifyOption, withNotify } from './notify-option.js';
import { parseWith } from './parse.js';
import { printArtefacts, printWarnings } from './print.js';
import { addProjectOptions, openProjectFromOptions } from './project-options.js';

/** `build`: makes the outputs of the spec from a lock that matches it. */
export const run: RunCommand = async (words, context) => {
  const parsed = parseWith(buildCommand(), words, context);
  if (parsed === null) return exitStatus.done;
  const json = parsed.options.json === true;
  const startedAt = performance.now();
  const project = await openProjectFromOptions(parsed.options, context, 'build');
  if (!json) printWarnings(project.findings, context);
  const { artefacts } = await buildProject(project, { context: withNotify(context, parsed.options), json });
  printArtefacts(artefacts, project.dir, context, json);
  if (!json)
    printText(context.stderr, `Built in ${formatSeconds((performance.now() - startedAt) / 1000)}.\n`);
  return exitStatus.done;
};

function buildCommand(): Command {
  const command = new Command('build').description(
    'Builds installer and disk image from rpms.lock, into output/.',
  );
  return addNotifyOption(addProjectOptions(command))
    .option('--json', 'events and results as JSON lines on standard output')
    .addHelpText(
      'after',
      `
Examples:
  tmpfsroot-wizard build
  tmpfsroot-wizard build --output iso --unattended`,
    );
}
