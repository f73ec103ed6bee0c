import { badInput } from '../failure.js';
import { t } from '../language/texts.js';
import { mostFileBytes, readSmallFile } from './read-small-file.js';
import { unreadableReason } from './regular-file.js';

/**
 * The text of a file of the project, or null when there is none.
 * @throws Failure as {@link readBytes}.
 */
export async function readText(file: string, name: string, mostBytes?: number): Promise<string | null> {
  return (await readBytes(file, name, mostBytes))?.toString('utf8') ?? null;
}

/**
 * The content of a file of the project, or null when there is none.
 * @param name The file as the person knows it, for messages.
 * @throws Failure (exit status 2) when it is there and cannot be read.
 */
export async function readBytes(
  file: string,
  name: string,
  mostBytes = mostFileBytes,
): Promise<Buffer | null> {
  try {
    return await readSmallFile(file, mostBytes);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw badInput({
      what: t`\`${name}\` could not be read.`,
      where: file,
      why: unreadableReason(error),
      remedy: t`Look at it with \`ls -ld ${file}\`.`,
    });
  }
}
