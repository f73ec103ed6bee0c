import { access, constants, stat } from 'node:fs/promises';
import path from 'node:path';

/** Where programs are looked for: the system's own folders, not the caller's PATH, which may hold anything. */
export const systemPath = ['/usr/local/sbin', '/usr/local/bin', '/usr/sbin', '/usr/bin', '/sbin', '/bin'];

/** Path of a program in the first of these folders that has it; one that is a path already is looked for there alone. */
export async function findProgram(program: string, folders: readonly string[]): Promise<string | null> {
  const files = program.includes('/') ? [program] : folders.map((folder) => path.join(folder, program));
  for (const file of files) if (await isExecutable(file)) return file;
  return null;
}

async function isExecutable(file: string): Promise<boolean> {
  try {
    await access(file, constants.X_OK);
    return (await stat(file)).isFile();
  } catch {
    return false;
  }
}
