import path from 'node:path';
import type { Workplace } from '../../engine/progress.js';
import { exitStatus, Failure, stageFailed } from '../../spec/failure.js';

/** pykickstart's judge of kickstart files; Fedora has it, Debian has not, so nobody is made to install it. */
const validator = 'ksvalidator';

/**
 * Has a kickstart file judged by pykickstart's ksvalidator(1) for a Fedora release, where this machine has that
 * program; else the log says that nobody did.
 * @throws Failure (exit status 1) with what ksvalidator said when it finds an error.
 */
export async function validateKickstart(place: Workplace, file: string, release: number): Promise<void> {
  const name = path.basename(file);
  if ((await place.engine.find(validator)) === null) {
    place.progress.log(`${validator} is not on this machine: ${name} was not judged by it`);
    return;
  }
  try {
    await place.engine.run({
      program: validator,
      args: ['-v', `F${release}`, file],
      purpose: `judging ${name} for Fedora ${release}`,
      signal: place.signal,
      onLine: (line) => place.progress.log(`${validator}: ${line}`),
    });
  } catch (error) {
    if (!(error instanceof Failure) || error.exitStatus !== exitStatus.stageFailed) throw error;
    throw stageFailed({
      ...error.facts,
      what: `Fedora ${release} would not take the kickstart file of the medium.`,
      where: name,
      remedy: 'See what ksvalidator said, and change the line of the project’s ks folder that it is about.',
    });
  }
}
