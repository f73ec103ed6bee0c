import { copyFile, mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import { badInput } from '../../base/failure.js';
import { type Lab, readLab, recordingDir } from './lab-folder.js';
import { readShard } from './shard.js';

/**
 * Takes what was examined in copies of a lab's folder on other machines.
 * @returns how many parts were taken
 * @throws Failure with exit status 2 for a folder of another plan.
 */
export async function mergeLabs(lab: Lab, others: readonly string[]): Promise<number> {
  let taken = 0;
  for (const dir of others) {
    const other = await readLab(dir);
    if (JSON.stringify(other.plan) !== JSON.stringify(lab.plan))
      throw badInput({ what: 'The folder is of another plan.', where: dir });
    for (const scenario of lab.plan.scenarios) {
      const [from, to] = [other, lab].map((one) => path.join(recordingDir(one, scenario), 'parts')) as [
        string,
        string,
      ];
      const files = await readdir(from).catch(() => []);
      for (const number of files.flatMap((file) =>
        file.endsWith('.json') ? Number(file.slice(0, -5)) : [],
      )) {
        if ((await readShard(lab, { scenario, number })) !== null) continue;
        await mkdir(to, { recursive: true });
        // The file that says that a part is finished comes last.
        for (const ending of ['digests', 'json'])
          await copyFile(path.join(from, `${number}.${ending}`), path.join(to, `${number}.${ending}`));
        taken += 1;
      }
    }
  }
  return taken;
}
