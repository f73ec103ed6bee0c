import { readFile } from 'node:fs/promises';
import { badInput } from '../spec/failure.js';

/**
 * The text of a file of the project, or null when there is none.
 * @throws Failure as {@link readBytes}.
 */
export async function readText(file: string, name: string): Promise<string | null> {
  return (await readBytes(file, name))?.toString('utf8') ?? null;
}

/**
 * The content of a file of the project, or null when there is none.
 * @param name The file as the person knows it, for messages.
 * @throws Failure (exit status 2) when it is there and cannot be read.
 */
export async function readBytes(file: string, name: string): Promise<Buffer | null> {
  try {
    return await readFile(file);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT') return null;
    const why: Record<string, string> = {
      EACCES: 'You may not read it.',
      EISDIR: 'It is a folder.',
      ENOTDIR: 'A part of its path is no folder.',
    };
    throw badInput({
      what: `\`${name}\` could not be read.`,
      where: file,
      why: why[code ?? ''] ?? (error instanceof Error ? error.message : String(error)),
      remedy: `Look at it with \`ls -ld ${file}\`.`,
    });
  }
}
