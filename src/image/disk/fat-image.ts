import { readdir, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { TaskContext } from '../../engine/progress.js';
import { fatArguments } from './file-systems.js';

export interface FatImageInput {
  file: string;
  sizeMiB: number;
  label: string;
  /** Eight hex digits. */
  volumeId: string;
  sectorSize: 512 | 4096;
  /** Folder whose content goes in. */
  tree: string;
  /** Seconds since 1970 for every file. */
  epoch: number;
}

/** Makes a FAT32 file system in a file with mtools, the same bytes every time. */
export async function makeFatImage(ctx: TaskContext, input: FatImageInput): Promise<void> {
  const { file, tree, epoch } = input;
  const env = { SOURCE_DATE_EPOCH: String(epoch), MTOOLS_SKIP_CHECK: '1' };
  const purpose = `filling ${path.basename(file)}`;
  await writeFile(file, '');
  await truncate(file, input.sizeMiB * 1024 * 1024);
  await ctx.engine.run({
    program: 'mkfs.vfat',
    args: [...fatArguments(input.label, input.volumeId, input.sectorSize), file],
    env,
    purpose: `making the file system ${path.basename(file)}`,
    signal: ctx.signal,
  });
  await ctx.engine.run({
    program: 'find',
    args: [tree, '-exec', 'touch', '-h', '-d', `@${epoch}`, '{}', '+'],
    purpose,
    handlesTree: true,
    signal: ctx.signal,
  });
  const entries = (await readdir(tree)).sort().map((name) => path.join(tree, name));
  await ctx.engine.run({
    program: 'mcopy',
    args: ['-i', file, '-s', '-p', '-Q', '-m', ...entries, '::'],
    env,
    purpose,
    signal: ctx.signal,
  });
}
