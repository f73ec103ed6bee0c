import { readdir, rm, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { t } from '../../base/language/texts.js';
import type { TaskContext } from '../../engine/progress.js';
import { fatArguments } from './file-systems.js';

export interface FatImageInput {
  file: string;
  sizeMiB: number;
  label: string;
  /** Eight hex digits. */
  volumeId: string;
  sectorSize: 512 | 4096;
  /** Folder whose content goes in, and which is used up. */
  tree: string;
  /** Files of it that come before all others, one behind another; none if absent. */
  first?: readonly string[];
  /** Seconds since 1970 for every file. */
  epoch: number;
}

/** Makes a FAT32 file system in a file with mtools, the same bytes every time. */
export async function makeFatImage(ctx: TaskContext, input: FatImageInput): Promise<void> {
  const { file, tree, epoch, first = [] } = input;
  const env = { SOURCE_DATE_EPOCH: String(epoch), MTOOLS_SKIP_CHECK: '1' };
  const purpose = `filling ${path.basename(file)}`;
  await writeFile(file, '');
  await truncate(file, input.sizeMiB * 1024 * 1024);
  await ctx.engine.run({
    program: 'mkfs.vfat',
    args: [...fatArguments(input.label, input.volumeId, input.sectorSize), file],
    env,
    purpose: t`making the file system ${path.basename(file)}`,
    signal: ctx.signal,
  });
  await ctx.engine.run({
    program: 'find',
    args: [tree, '-exec', 'touch', '-h', '-d', `@${epoch}`, '{}', '+'],
    purpose,
    handlesTree: true,
    signal: ctx.signal,
  });
  const mtools = (program: string, ...args: string[]) =>
    ctx.engine.run({ program, args: ['-i', file, ...args], env, purpose, signal: ctx.signal });
  if (first.length > 0) await mtools('mmd', ...foldersOf(first).map((folder) => `::/${folder}`));
  for (const name of first) {
    await mtools('mcopy', '-p', '-Q', '-m', path.join(tree, name), `::/${name}`);
    await rm(path.join(tree, name));
  }
  const entries = (await readdir(tree)).sort().map((name) => path.join(tree, name));
  await mtools('mcopy', '-s', '-p', '-Q', '-m', '-D', 'o', ...entries, '::');
}

/** Folders of these files, each behind the one that it is in. */
function foldersOf(files: readonly string[]): string[] {
  const all = files.flatMap((file) =>
    file.split('/').flatMap((_, depth, parts) => (depth === 0 ? [] : [parts.slice(0, depth).join('/')])),
  );
  return [...new Set(all)].sort();
}
