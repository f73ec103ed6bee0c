import { mkdir } from 'node:fs/promises';
import path from 'node:path';

/**
 * Makes a folder and those above it. Where that cannot be, the error says why: Node's own recursive mkdir gives
 * ENOENT when the reason is a read-only file system (20.20, 22).
 * @param mode of those that are made; the umask takes bits off
 */
export async function makeFolder(dir: string, mode = 0o777): Promise<void> {
  try {
    await mkdir(dir, { recursive: true, mode });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || path.dirname(dir) === dir) throw error;
    await makeFolder(path.dirname(dir), mode);
    await mkdir(dir, { mode });
  }
}
