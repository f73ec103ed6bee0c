import { Command } from 'commander';
import { formatBytes, formatSeconds } from '../pipeline/format.js';
import { readMatchingLock } from '../pipeline/lock-project.js';
import { planRun } from '../pipeline/plan-run.js';
import { planLines } from '../pipeline/plan-text.js';
import { runImage } from '../pipeline/run-image.js';
import { diffText } from '../rpm/lock-diff-text.js';
import { exitStatus } from '../spec/failure.js';
import type { RunCommand } from './command.js';
import { parseWith } from './parse.js';
import { printArtefacts } from './print-artefacts.js';
import { printWarnings } from './print-warnings.js';
import { addProjectOptions, openProjectFromOptions } from './project-options.js';

/** `rebuild`: the image of this folder again, with newer packages, as far as anything changed. */
export const run: RunCommand = async (words, context) => {
  const parsed = parseWith(rebuildCommand(), words, context);
  if (parsed === null) return exitStatus.done;
  const { options } = parsed;
  const json = options.json === true;
  const renews = options.lock !== false;
  const { stdout, stderr } = context;
  const project = await openProjectFromOptions(options, context, 'build');
  if (!renews) await readMatchingLock(project);
  const plan = await planRun(project, { env: context.env });
  const isDry = options.dryRun === true;
  if (json) stdout.write(`${JSON.stringify({ event: 'plan', renews, ...plan })}\n`);
  else (isDry ? stdout : stderr).write(`${planLines(plan, renews).join('\n')}\n`);
  if (!json) printWarnings(project.findings, context);
  if (isDry) return exitStatus.done;
  const { artefacts, diff, seconds, logFile, kept } = await runImage({
    project,
    lock: renews ? 'renew' : 'keep',
    context,
    json,
  });
  printArtefacts(artefacts, project.dir, context, json);
  if (json) stdout.write(`${JSON.stringify({ event: 'rebuilt', seconds, log: logFile, kept, diff })}\n`);
  else {
    if (diff !== null) stdout.write(diffText(diff, formatBytes));
    stderr.write(`Built in ${formatSeconds(seconds)}.\n`);
  }
  return exitStatus.done;
};

function rebuildCommand(): Command {
  return addProjectOptions(
    new Command('rebuild').description(
      'Locks and builds the image of this folder again; what did not change is not made again.',
    ),
  )
    .option('--no-lock', 'keep rpms.lock: the same packages, no network unless some are missing in the cache')
    .option('--dry-run', 'only say what would be made and what reused; no network')
    .option('--json', 'plan, events and results as JSON lines on standard output')
    .addHelpText(
      'after',
      `
Examples:
  tmpfsroot-wizard rebuild
  tmpfsroot-wizard rebuild --dry-run
  tmpfsroot-wizard rebuild --no-lock --output iso`,
    );
}
