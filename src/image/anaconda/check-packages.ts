import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type Failure, stageFailed } from '../../base/failure.js';
import { sha256OfFile } from '../../base/fs/file-digest.js';
import { t } from '../../base/language/texts.js';
import type { TaskContext } from '../../engine/progress.js';
import type { PackageFile } from './repository.js';

type Checked = Pick<PackageFile, 'fileName' | 'sha256'>;

/** Where a file lies in an ISO image. */
interface Extent {
  /** Path in the image. */
  file: string;
  /** Bytes. */
  start: number;
  size: number;
}

/**
 * Reads the packages of a folder as they were copied or linked there.
 * @throws Failure (exit status 1) for one that is not the locked one.
 */
export async function checkFolderPackages(packages: readonly Checked[], folder: string): Promise<void> {
  for (const one of packages) {
    if ((await sha256OfFile(path.join(folder, one.fileName))) !== one.sha256) throw notLocked(one);
  }
}

/**
 * Reads the packages of an ISO image as they were written into it.
 * @param folder path in the image
 * @throws Failure (exit status 1) for one that is not the locked one.
 */
export async function checkMediumPackages(
  ctx: TaskContext,
  packages: readonly Checked[],
  iso: string,
  folder: string,
): Promise<void> {
  if (packages.length === 0) return;
  const lines: string[] = [];
  await ctx.engine.run({
    program: 'xorriso',
    args: ['-indev', iso, '-find', folder, '-type', 'f', '-exec', 'report_lba', '--'],
    purpose: t`looking for the packages on the medium`,
    onLine: (line, from) => void (from === 'stdout' && lines.push(line)),
    handlesTree: true,
    signal: ctx.signal,
  });
  ctx.progress.status(t`checking the packages on the medium`);
  const extents = new Map(readExtents(lines).map((extent) => [extent.file, extent]));
  for (const one of packages) {
    const extent = extents.get(`${folder}/${one.fileName}`);
    if (extent === undefined || (await digestOfExtent(iso, extent)) !== one.sha256) throw notLocked(one);
  }
}

/** Bytes of a block in an ISO image. */
const blockSize = 2048;

/** Of xorriso's `File data lba:  0 ,  1234 ,  10 ,  20000 , '/x'`: extent, first block, blocks, bytes, path for a shell. */
function readExtents(lines: readonly string[]): Extent[] {
  return lines.flatMap((line) => {
    const [, block, size, file] = /^File data lba: *\d+ , *(\d+) , *\d+ , *(\d+) , '(.*)'$/.exec(line) ?? [];
    if (file === undefined) return [];
    const named = file.replaceAll(`'"'"'`, "'");
    return [{ file: named, start: Number(block) * blockSize, size: Number(size) }];
  });
}

async function digestOfExtent(iso: string, { start, size }: Extent): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(iso, { start, end: start + size - 1, highWaterMark: 1 << 20 }), hash);
  return hash.digest('hex');
}

function notLocked({ fileName }: Checked): Failure {
  return stageFailed({
    what: t`The package \`${fileName}\` on the medium is not the locked one.`,
    why: t`It changed in the cache or on its way while the medium was made.`,
    remedy: t`Run the same command again: what is damaged in the cache is fetched again. Check the disk and the memory.`,
  });
}
