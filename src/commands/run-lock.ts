import path from 'node:path';
import { Command } from 'commander';
import { formatBytes } from '../pipeline/format.js';
import { type LockOutcome, lockPath, lockProject, readMatchingLock } from '../pipeline/lock-project.js';
import type { Project } from '../project/project.js';
import { missingForBoot, missingForSettings } from '../rpm/bootable.js';
import { cacheFolder } from '../rpm/cache-folder.js';
import { diffText } from '../rpm/lock-diff-text.js';
import type { StartedSolver } from '../rpm/solver.js';
import { type ExitStatus, exitStatus } from '../spec/failure.js';
import type { CommandContext } from './command.js';
import { parseWith } from './parse.js';
import { printWarnings } from './print-warnings.js';
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
      ...(only === undefined ? {} : { only }),
      ...(solver === undefined ? {} : { solver }),
    },
    { context, json },
  );
  report(outcome, project, context, json);
  return exitStatus.done;
}

function lockCommand(): Command {
  return addProjectOptions(
    new Command('lock').description('Resolves the package list to rpms.lock: every package with its digest.'),
  )
    .option('--update <NAME...>', 'take newer versions of these packages only; all others stay as they are')
    .option('--check', 'only say whether rpms.lock matches its inputs (exit status 0 or 2); no network')
    .option('--json', 'events and result as JSON lines on standard output')
    .addHelpText(
      'after',
      `
Of an rpms.lock that this command did not write last in the folder (a plain list, one that was edited or merged) a
copy is kept beside the new one, under its name with the time.

Examples:
  tmpfsroot-wizard lock
  tmpfsroot-wizard lock --update kernel kernel-core
  tmpfsroot-wizard lock --repo fedora=https://mirror.example/fedora --key RPM-GPG-KEY-fedora`,
    );
}

async function check(project: Project, context: CommandContext, json: boolean): Promise<void> {
  const count = (await readMatchingLock(project)).packages.length;
  context.stdout.write(
    json
      ? `${JSON.stringify({ event: 'lock-checked', matches: true, packages: count })}\n`
      : `rpms.lock matches its inputs: ${count} packages.\n`,
  );
}

function report(
  { lock, isNew, diff, kept }: LockOutcome,
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
    stdout.write(`${JSON.stringify({ event: 'locked', ...facts })}\n`);
    return;
  }
  const relative = path.relative(context.cwd, file);
  if (!isNew) stdout.write(`${relative} is up to date: ${lock.packages.length} packages.\n`);
  else if (diff === null) stdout.write(`${relative}: ${lock.packages.length} packages.\n`);
  else stdout.write(`${diffText(diff, formatBytes)}`);
  for (const name of kept) stderr.write(`Kept, as \`lock\` had not written it: ${name}\n`);
  printWarnings(project.findings, context);
  for (const { anyOf, reason } of missing) {
    stderr.write(`Warning: \`${anyOf[0]}\` is not in the lock, and no image can be built: ${reason}.\n`);
  }
  for (const { anyOf, reason } of settings) {
    stderr.write(`Warning: \`${anyOf[0]}\` is not in the lock: ${reason}.\n`);
  }
}
