import { Command } from 'commander';
import { exitStatus } from '../base/failure.js';
import { printText } from '../base/print-text.js';
import { formatBytes, formatSeconds } from '../base/text/format.js';
import { readMatchingLock } from '../build/lock-project.js';
import { planLines, planRun } from '../build/plan.js';
import { runImage } from '../build/run-image.js';
import { diffText } from '../rpm/lock/lock-diff-text.js';
import type { RunCommand } from './command.js';
import { addNotifyOption, withNotify } from './notify-option.js';
import { parseWith } from './parse.js';
import { printArtefacts, printWarnings } from './print.js';
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
  if (!renews) await readMatchingLock(project, context.env);
  const plan = await planRun(project, { env: context.env });
  const isDry = options.dryRun === true;
  if (json) printText(stdout, `${JSON.stringify({ event: 'plan', renews, ...plan })}\n`);
  else printText(isDry ? stdout : stderr, `${planLines(plan, renews).join('\n')}\n`);
  if (!json) printWarnings(project.findings, context);
  if (isDry) return exitStatus.done;
  const { artefacts, diff, seconds, logFile, kept } = await runImage({
    project,
    lock: renews ? 'renew' : 'keep',
    allowDowngrade: options.allowDowngrade === true,
    context: withNotify(context, options),
    json,
  });
  printArtefacts(artefacts, project.dir, context, json);
  if (json) printText(stdout, `${JSON.stringify({ event: 'rebuilt', seconds, log: logFile, kept, diff })}\n`);
  else {
    if (diff !== null) printText(stdout, diffText(diff, formatBytes));
    printText(stderr, `Built in ${formatSeconds(seconds)}.\n`);
  }
  return exitStatus.done;
};

function rebuildCommand(): Command {
  const command = new Command('rebuild').description(
    'Locks and builds the image of this folder again. Unchanged parts are reused.',
  );
  return addNotifyOption(addProjectOptions(command))
    .option('--no-lock', 'keep rpms.lock: the same packages, no network unless some are missing in the cache')
    .option(
      '--allow-downgrade',
      'take older metadata and packages than rpms.lock has, where a repository went back',
    )
    .option('--dry-run', 'only show what would be built and what is up to date; no network')
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
