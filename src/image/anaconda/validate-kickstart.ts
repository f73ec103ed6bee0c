import path from 'node:path';
import { exitStatus, Failure, stageFailed } from '../../base/failure.js';
import { t } from '../../base/language/texts.js';
import type { TaskContext } from '../../engine/progress.js';

/** pykickstart's judge of kickstart files; Fedora has it, Debian has not, so nobody is made to install it. */
const validator = 'ksvalidator';

/**
 * Has a kickstart file judged by pykickstart's ksvalidator(1) for a Fedora release, where this machine has that
 * program; else the log says that nobody did.
 * @throws Failure (exit status 1) with what ksvalidator said when it finds an error.
 */
export async function validateKickstart(ctx: TaskContext, file: string, release: number): Promise<void> {
  const name = path.basename(file);
  if ((await ctx.engine.find(validator)) === null) {
    ctx.progress.log(t`${validator} is not on this machine: ${name} was not judged by it`);
    return;
  }
  try {
    await ctx.engine.run({
      program: validator,
      args: ['-v', `F${release}`, file],
      purpose: t`judging ${name} for Fedora ${release}`,
      signal: ctx.signal,
      onLine: (line) => ctx.progress.log(`${validator}: ${line}`),
    });
  } catch (error) {
    if (!(error instanceof Failure) || error.exitStatus !== exitStatus.stageFailed) throw error;
    throw stageFailed({
      ...error.facts,
      what: t`Fedora ${release} would reject the kickstart file of the medium.`,
      where: name,
      remedy: t`Read the output of ksvalidator, and correct the line in the ks folder of the project.`,
    });
  }
}
