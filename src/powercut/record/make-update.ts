import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { packageFile } from '../../base/fs/package-file.js';
import { defaultSpec } from '../../config/defaults.js';
import type { TaskContext } from '../../engine/progress.js';
import { updateFiles } from '../../image/settings/update-conf.js';
import { makeSigningKey, publicKeyOf } from '../../image/update/sign-manifest.js';
import { makeUpdateFile } from '../../image/update/update-file.js';
import type { DiskLayout } from '../disk/regions.js';
import { sectorBytes } from '../disk/sectors.js';
import { machineEnvironment } from './machine-environment.js';

const bytesPerMiB = 1024 * 1024;

/**
 * Makes an update for a disk in `work`: slot A's image with other files, signed with a key of this recording alone.
 * @returns what scenarios/update.sh is given
 */
export async function makeLabUpdate(
  ctx: TaskContext,
  { layout, work }: { layout: DiskLayout; work: string },
): Promise<{ UPDATE: string; FACTS: string }> {
  ctx.progress.status('making an update');
  const at = (name: string) => path.join(work, name);
  for (const folder of ['slot', 'scratch', 'facts']) await mkdir(at(folder));
  await ctx.engine.run({
    program: 'unshare',
    args: ['-m', 'sh', packageFile('src/powercut/record/other-image.sh'), at('slot/slot.img')],
    env: machineEnvironment(layout, work),
    purpose: 'making another image of slot A',
    signal: ctx.signal,
  });
  await makeSigningKey(at('key'), ctx.signal);
  const plain = defaultSpec({ name: 'powercut' });
  const spec = { ...plain, update: { ...plain.update, keys: [await publicKeyOf(at('key'))] } };
  const slotMiB = ((layout.partitions.get('rootA')?.sectors ?? 0) * sectorBytes) / bytesPerMiB;
  await makeUpdateFile(ctx, {
    ...{ spec, slotDir: at('slot'), packages: [], signingKey: at('key') },
    ...{ file: at('update'), scratch: at('scratch') },
    slot: { sizeMiB: slotMiB, memoryMiB: 64, epoch: 1_700_000_000, pieces: null },
  });
  for (const file of updateFiles(spec))
    await writeFile(path.join(at('facts'), path.basename(file.path)), file.content);
  return { UPDATE: at('update'), FACTS: at('facts') };
}
