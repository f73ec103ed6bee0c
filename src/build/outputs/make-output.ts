import { mkdir, open, rename, stat } from 'node:fs/promises';
import path from 'node:path';
import { sha256OfFile } from '../../base/fs/file-digest.js';
import { t } from '../../base/language/texts.js';
import { formatBytes } from '../../base/text/format.js';
import type { TaskContext } from '../../engine/progress.js';
import type { Artefact } from '../artefacts.js';
import type { LockedBuild } from '../build.js';
import { chownOutput } from '../chown-output.js';
import { freeKeptName, holdsForeignFiles, keepForeignFile } from '../kept-artefacts.js';
import { replaceFolder } from '../listed-folder.js';
import { inTemporaryFolder } from '../temp-folders.js';
import { currentArtefacts } from './current-artefacts.js';
import type { Output } from './output.js';

const temporaryPrefix = '.making-';

/**
 * Makes the artefacts of an output under another name, reads their digests, and gives them their names once they are
 * on the disk.
 */
export async function makeOutput(build: LockedBuild, output: Output, ctx: TaskContext): Promise<string> {
  const { outputDir, record } = build;
  const { kind, files, list } = output;
  const key = build.keyOf(output);
  const known = await currentArtefacts(build, output, key);
  if (known !== null) {
    build.artefacts.push(...known);
    return t`unchanged, ${formatBytes(sizeOf(known))}`;
  }
  await mkdir(outputDir, { recursive: true });
  return await inTemporaryFolder(ctx, outputDir, temporaryPrefix, async (scratch) => {
    const made = path.join(scratch, 'made');
    await mkdir(made);
    await build.make(output, ctx, { out: made, scratch, key });
    await chownOutput(ctx, made);
    ctx.progress.status(t`computing the digest`);
    const artefacts: Artefact[] = [];
    for (const file of files) artefacts.push(await measure(ctx, { kind, file }, path.join(made, file)));
    const now = new Date();
    const kept: string[] = [];
    if (list !== null) {
      const folder = path.dirname(list);
      const target = path.join(outputDir, folder);
      const isForeign = await holdsForeignFiles(outputDir, list, record);
      const aside = isForeign ? await freeKeptName(target, now) : path.join(scratch, 'replaced');
      if (isForeign) kept.push(path.relative(outputDir, aside));
      await replaceFolder(ctx, path.join(made, folder), target, aside);
    }
    for (const artefact of artefacts) {
      const target = path.join(outputDir, artefact.file);
      await mkdir(path.dirname(target), { recursive: true });
      // The list is there by now, with its folder.
      const isApart = artefact.file !== list;
      const copy = isApart ? await keepForeignFile(outputDir, artefact.file, record, now) : null;
      if (copy !== null) kept.push(copy);
      if (isApart) await rename(path.join(made, artefact.file), target);
      await record.remember(artefact, key, artefact.file === list);
    }
    build.artefacts.push(...artefacts);
    const copies = kept.map((name) => t`, the previous one is kept as output/${name}`).join('');
    return `${formatBytes(sizeOf(artefacts))}${copies}`;
  });
}

function sizeOf(artefacts: readonly Artefact[]): number {
  return artefacts.reduce((sum, { size }) => sum + size, 0);
}

/** Reads a file's size and digest, and sees to it that it is on the disk: the two need not wait for each other. */
async function measure(
  ctx: TaskContext,
  { kind, file }: Pick<Artefact, 'kind' | 'file'>,
  made: string,
): Promise<Artefact> {
  const { size } = await stat(made);
  let done = 0;
  const digest = sha256OfFile(made, (bytes) => {
    done += bytes;
    ctx.progress.bytes(done, size);
  });
  const [sha256] = await Promise.all([digest, flush(made)]);
  return { kind, file, size, sha256 };
}

async function flush(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
