import { stat } from 'node:fs/promises';
import path from 'node:path';
import { Command } from 'commander';
import { badInput, exitStatus, Failure } from '../base/failure.js';
import { printText } from '../base/print-text.js';
import { formatBytes } from '../base/text/format.js';
import { createNativeEngine } from '../engine/native/native.js';
import type { Lock } from '../rpm/lock/lock.js';
import { diffLocks } from '../rpm/lock/lock-diff.js';
import { diffText } from '../rpm/lock/lock-diff-text.js';
import { parseLock, readLock } from '../rpm/lock/lock-file.js';
import type { CommandContext, RunCommand } from './command.js';
import { parseWith } from './parse.js';
import { folderOf } from './project-options.js';

/** `diff`: what changed between two locks. */
export const run: RunCommand = async (words, context) => {
  const parsed = parseWith(diffCommand(), words, context);
  if (parsed === null) return exitStatus.done;
  const dir = path.resolve(context.cwd, folderOf(parsed.options));
  const [oldFile, newFile] = parsed.args;
  const to = await readLock(await lockPath(newFile, dir, context));
  const from =
    oldFile === undefined
      ? await earlierLock(dir, context)
      : await readLock(await lockPath(oldFile, dir, context));
  const diff = diffLocks(from, to);
  const text = parsed.options.json === true ? `${JSON.stringify(diff)}\n` : diffText(diff, formatBytes);
  printText(context.stdout, text);
  return exitStatus.done;
};

function diffCommand(): Command {
  return new Command('diff')
    .description('Shows what changed from one lock to another.')
    .argument('[OLD]', "lock file or project folder; without it the lock of the last build, else git's HEAD")
    .argument('[NEW]', 'lock file or project folder; without it rpms.lock of the project')
    .option('-C <DIR>', "the image project's folder", '.')
    .option('--json', 'one JSON object on standard output')
    .addHelpText(
      'after',
      `
Examples:
  tmpfsroot-wizard diff
  tmpfsroot-wizard diff ../last-month/rpms.lock --json`,
    );
}

/** Words of the command line count from where the person stands. */
async function lockPath(word: string | undefined, dir: string, { cwd }: CommandContext): Promise<string> {
  if (word === undefined) return path.join(dir, 'rpms.lock');
  const file = path.resolve(cwd, word);
  const stats = await stat(file).catch(() => null);
  return stats?.isDirectory() ? path.join(file, 'rpms.lock') : file;
}

/** The lock of the last build, or what git has of rpms.lock. */
async function earlierLock(dir: string, { signal }: CommandContext): Promise<Lock> {
  const built = path.join(dir, 'output', 'rpms.lock');
  if ((await stat(built).catch(() => null)) !== null) return readLock(built);
  let text: string;
  try {
    const finished = await createNativeEngine().run({
      program: 'git',
      args: ['show', 'HEAD:./rpms.lock'],
      purpose: 'reading the last committed rpms.lock',
      cwd: dir,
      capture: true,
      signal,
    });
    text = finished.stdout;
  } catch (error) {
    if (!(error instanceof Failure) || signal.aborted) throw error;
    throw badInput({
      what: 'rpms.lock has nothing to be compared with.',
      where: dir,
      why: 'Nothing has been built here, and git has no rpms.lock.',
      remedy: 'Name the other lock: `tmpfsroot-wizard diff OLD`.',
    });
  }
  return parseLock(text, 'HEAD:rpms.lock');
}
