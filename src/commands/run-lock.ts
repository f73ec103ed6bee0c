import path from 'node:path';
import { Command } from 'commander';
import { type ExitStatus, exitStatus } from '../base/failure.js';
import { printText } from '../base/print-text.js';
import { formatBytes } from '../base/text/format.js';
import { checkLock } from '../build/check-lock.js';
import { type LockOutcome, lockPath, lockProject } from '../build/lock-project.js';
import { cacheFolder } from '../config/cache-folder.js';
import type { Project } from '../project/folder/project.js';
import { missingForBoot, missingForSettings } from '../rpm/lock/bootable.js';
import { diffText } from '../rpm/lock/lock-diff-text.js';
import type { StartedSolver } from '../rpm/solve/solver.js';
import type { CommandContext } from './command.js';
import { addNotifyOption, withNotify } from './notify-option.js';
import { parseWith } from './parse.js';
import { printWarnings } from './print.js';
import { addProjectOptions, openProjectFromOptions } from './project-options.js';

/**
 * The work of the command `lock`.
 * @param solver a solver that was started ahead, if the command will need one
 */
export async function runLock(
  words: readonly string[],
  context: CommandContext,
  solver?: StartedSolver,
): Promise<ExitStatus> {
  const parsed = parseWith(lockCommand(), words, context);
  if (parsed === null) return exitStatus.done;
  const { options } = parsed;
  const json = options.json === true;
  const project = await openProjectFromOptions(options, context, 'lock');
  if (options.check === true) {
    await check(project, context, json);
    return exitStatus.done;
  }
  const only = options.update as string[] | undefined;
  const outcome = await lockProject(
    project,
    {
      cacheDir: cacheFolder(project.spec, context.env),
      allowDowngrade: options.allowDowngrade === true,
      ...(only === undefined ? {} : { only }),
      ...(solver === undefined ? {} : { solver }),
    },
    { context: withNotify(context, options), json },
  );
  report(outcome, project, context, json);
  return exitStatus.done;
}

function lockCommand(): Command {
  const command = new Command('lock').description(
    'Resolves the package list to rpms.lock: every package with its digest.',
  );
  return addNotifyOption(addProjectOptions(command))
    .option('--update <NAME...>', 'take newer versions of these packages only; all others stay as they are')
    .option(
      '--allow-downgrade',
      'take older metadata and packages than rpms.lock has, where a repository went back',
    )
    .option(
      '--check',
      'only check that rpms.lock matches its inputs, and its keys and packages are good (exit status 0 or 2); no network',
    )
    .option('--json', 'events and result as JSON lines on standard output')
    .addHelpText(
      'after',
      `
If something else wrote rpms.lock last (a plain list, an edit, a merge), a
copy of it is kept beside the new one, with the time in its name.

Examples:
  tmpfsroot-wizard lock
  tmpfsroot-wizard lock --update kernel kernel-core
  tmpfsroot-wizard lock --repo fedora=https://mirror.example/fedora --key RPM-GPG-KEY-fedora`,
    );
}

async function check(project: Project, context: CommandContext, json: boolean): Promise<void> {
  const { lock, warnings } = await checkLock(project, context.env);
  const count = lock.packages.length;
  if (!json) printWarnings(warnings, context);
  printText(
    context.stdout,
    json
      ? `${JSON.stringify({ event: 'lock-checked', matches: true, packages: count, warnings: warnings.map(({ message }) => message) })}\n`
      : `rpms.lock matches its inputs: ${count} packages.\n`,
  );
}

function report(
  { lock, isNew, diff, kept, warnings }: LockOutcome,
  project: Project,
  context: CommandContext,
  json: boolean,
): void {
  const { stdout, stderr } = context;
  const file = lockPath(project);
  const missing = missingForBoot(lock, project.spec);
  const settings = missingForSettings(lock, project.spec);
  if (json) {
    const lacks = [...missing, ...settings].map(({ anyOf }) => anyOf[0]);
    const facts = { file, written: isNew, packages: lock.packages.length, lacks, kept, diff };
    printText(stdout, `${JSON.stringify({ event: 'locked', ...facts })}\n`);
    return;
  }
  const relative = path.relative(context.cwd, file);
  if (!isNew) printText(stdout, `${relative} is up to date: ${lock.packages.length} packages.\n`);
  else if (diff === null) printText(stdout, `${relative}: ${lock.packages.length} packages.\n`);
  else printText(stdout, `${diffText(diff, formatBytes)}`);
  for (const name of kept) printText(stderr, `Kept, because \`lock\` had not written it: ${name}\n`);
  printWarnings([...project.findings, ...warnings], context);
  for (const { anyOf, reason } of missing) {
    printText(stderr, `Warning: \`${anyOf[0]}\` is not in the lock, and no image can be built: ${reason}.\n`);
  }
  for (const { anyOf, reason } of settings) {
    printText(stderr, `Warning: \`${anyOf[0]}\` is not in the lock: ${reason}.\n`);
  }
}
