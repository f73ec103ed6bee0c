import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';

/** Lists that are kept, some MB each: as many as metadata of repositories that are not in use. */
const keptLists = 12;

/** Removes what was written longest ago. A changed URL makes another file: without this each would stay for ever. */
export async function removeOldLists(folder: string): Promise<void> {
  const files = await Promise.all(
    (await readdir(folder)).map(async (name) => {
      const file = path.join(folder, name);
      const stats = await stat(file).catch(() => null);
      return { file, writtenAt: stats?.mtimeMs ?? 0 };
    }),
  );
  const old = files.sort((a, b) => b.writtenAt - a.writtenAt).slice(keptLists);
  await Promise.all(old.map(({ file }) => rm(file, { force: true })));
}
