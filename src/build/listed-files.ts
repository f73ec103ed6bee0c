import path from 'node:path';
import { sha256OfFile } from '../base/fs/file-digest.js';
import { readSmallText } from '../base/fs/read-small-file.js';

/** The files that a list of digests (as sha256sum prints it) names, relative to its folder, with their digests. */
export async function listedFiles(list: string): Promise<ReadonlyMap<string, string>> {
  const text = await readSmallText(list).catch(() => '');
  const lines = text.split('\n').filter((line) => line !== '');
  return new Map(
    lines.map((line) => {
      const end = line.indexOf('  ');
      return [path.normalize(line.slice(end + 2)), line.slice(0, end)];
    }),
  );
}

/** Whether every file that a list names has its digest. */
export async function fitsList(list: string): Promise<boolean> {
  for (const [name, sha256] of await listedFiles(list)) {
    const found = await sha256OfFile(path.join(list, '..', name)).catch(() => null);
    if (found !== sha256) return false;
  }
  return true;
}
