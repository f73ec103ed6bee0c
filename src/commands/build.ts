import { Command } from 'commander';
import { buildProject } from '../pipeline/build-project.js';
import { formatSeconds } from '../pipeline/format.js';
import { exitStatus } from '../spec/failure.js';
import type { RunCommand } from './command.js';
import { parseWith } from './parse.js';
import { printArtefacts } from './print-artefacts.js';
import { printWarnings } from './print-warnings.js';
import { addProjectOptions, openProjectFromOptions } from './project-options.js';

/** `build`: makes the outputs of the spec from a lock that matches it. */
export const run: RunCommand = async (words, context) => {
  const parsed = parseWith(buildCommand(), words, context);
  if (parsed === null) return exitStatus.done;
  const json = parsed.options.json === true;
  const startedAt = performance.now();
  const project = await openProjectFromOptions(parsed.options, context, 'build');
  if (!json) printWarnings(project.findings, context);
  const { artefacts } = await buildProject(project, { context, json });
  printArtefacts(artefacts, project.dir, context, json);
  if (!json) context.stderr.write(`Built in ${formatSeconds((performance.now() - startedAt) / 1000)}.\n`);
  return exitStatus.done;
};

function buildCommand(): Command {
  return addProjectOptions(
    new Command('build').description('Builds installer and disk image from rpms.lock, into output/.'),
  )
    .option('--json', 'events and results as JSON lines on standard output')
    .addHelpText(
      'after',
      `
Examples:
  tmpfsroot-wizard build
  tmpfsroot-wizard build --output iso --unattended`,
    );
}
