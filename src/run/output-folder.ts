import { access, constants } from 'node:fs/promises';
import path from 'node:path';
import { badInput } from '../base/failure.js';
import { makeFolder } from '../base/fs/make-folder.js';
import { t } from '../base/language/texts.js';

/**
 * Makes the project's `output/`, or a folder in it, and sees to it that files can be put there.
 * @throws Failure with exit status 2 when they cannot: after a run by sudo it is root's.
 */
export async function makeOutputFolder(projectDir: string, ...below: string[]): Promise<string> {
  const output = path.join(projectDir, 'output');
  const dir = path.join(output, ...below);
  try {
    await makeFolder(dir);
    await access(dir, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw badInput({
      what: t`The output folder cannot be written.`,
      where: dir,
      why: `${(error as Error).message}.`,
      remedy: t`If it is another user's: sudo chown -R "$USER" ${output}`,
    });
  }
  return dir;
}
