import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { stageFailed } from '../../base/failure.js';
import { t } from '../../base/language/texts.js';
import type { PartitionName } from '../../config/image-spec.js';
import type { PlannedDisk, PlannedPartition } from '../../config/partitions/partition-plan.js';
import type { TaskContext } from '../../engine/progress.js';
import { chrootCommand } from '../../engine/views.js';
import { formatBlockMap, mapBlockBytes } from './block-map.js';
import { freeSpans, neededSpans, type Span } from './needed-spans.js';

export interface BlockMapInput {
  disk: PlannedDisk;
  /** The whole raw image. */
  image: string;
  /** Files with the file systems whose free blocks are left out, each an ext4. */
  fileSystems: ReadonlyMap<PartitionName, string>;
  /** Root tree whose e2fsprogs read them. */
  toolsRoot: string;
  /** File to make. */
  file: string;
}

const insideImage = '/run/tmpfsroot/image';

/** Makes the map of a raw image's blocks that must be written to a disk, the same bytes for the same image. */
export async function makeBlockMap(ctx: TaskContext, input: BlockMapInput): Promise<void> {
  const { disk, image, fileSystems } = input;
  ctx.progress.status(t`mapping the blocks`);
  const free = new Map<PartitionName, Span[]>();
  for (const [name, file] of fileSystems) free.set(name, await readFreeSpans(ctx, input.toolsRoot, file));
  const spans = neededSpans(disk, ({ name }: PlannedPartition) => free.get(name) ?? []);
  const ranges = [];
  for (const { start, end } of spans) {
    const sha256 = await digestOfSpan(image, start, end);
    ranges.push({ first: start / mapBlockBytes, last: end / mapBlockBytes - 1, sha256 });
  }
  const imageSize = disk.sizeMiB * 2 ** 20;
  await writeFile(input.file, formatBlockMap({ imageSize, blockSize: mapBlockBytes, ranges }));
}

async function readFreeSpans(
  { engine, signal }: TaskContext,
  toolsRoot: string,
  file: string,
): Promise<Span[]> {
  const { stdout } = await engine.run(
    chrootCommand({
      program: 'dumpe2fs',
      args: [insideImage],
      root: toolsRoot,
      binds: [{ from: file, to: insideImage, readOnly: true }],
      purpose: t`reading which blocks are free`,
      capture: true,
      signal,
    }),
  );
  const spans = freeSpans(stdout);
  if (spans !== null) return spans;
  throw stageFailed({
    what: t`dumpe2fs does not tell the size of a block.`,
    where: file,
    lastLines: stdout.split('\n').slice(0, 20),
  });
}

async function digestOfSpan(image: string, start: number, end: number): Promise<string> {
  const hash = createHash('sha256');
  for await (const bytes of createReadStream(image, { start, end: end - 1, highWaterMark: 2 ** 20 })) {
    hash.update(bytes as Buffer);
  }
  return hash.digest('hex');
}
