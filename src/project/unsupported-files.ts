import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { badInput } from '../spec/failure.js';
import { errorAt, type Finding } from '../spec/finding.js';

/**
 * Files that the project's folder must not have: those that would lie over the installer's own.
 * @throws Failure (exit status 2) when a folder cannot be read.
 */
export async function unsupportedFiles(dir: string): Promise<Finding[]> {
  const ours = await firstFile(dir, 'iso-root.override/tfr');
  if (ours === null) return [];
  return [
    {
      ...errorAt(
        '',
        'The folder `tfr` of the medium is the installer itself, and no file may be put over it.',
        'Give the folder another name.',
      ),
      where: ours,
    },
  ];
}

/** Some file under the folder; what keeps an empty folder in git does not count. */
async function firstFile(dir: string, folder: string): Promise<string | null> {
  for (const entry of await entriesOf(path.join(dir, folder))) {
    const inner = `${folder}/${entry.name}`;
    if (entry.isDirectory()) {
      const found = await firstFile(dir, inner);
      if (found !== null) return found;
    } else if (entry.name !== '.gitkeep') return inner;
  }
  return null;
}

async function entriesOf(folder: string) {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return [];
    throw badInput({
      what: `The folder \`${folder}\` could not be read.`,
      where: folder,
      why: error instanceof Error ? error.message : String(error),
      remedy: `Look at it with \`ls -ld ${folder}\`.`,
    });
  }
}
