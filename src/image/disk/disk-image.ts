import { mkdir, readFile, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { missingHere } from '../../base/failure.js';
import { t } from '../../base/language/texts.js';
import type { PartitionName } from '../../config/image-spec.js';
import type { DiskFormat } from '../../config/outputs.js';
import type { PlannedDisk, PlannedPartition } from '../../config/partitions/partition-plan.js';
import type { RootSpec } from '../../config/spec-parts.js';
import type { TaskContext } from '../../engine/progress.js';
import { readOnly, writable } from '../../engine/views.js';
import { guardedCopies } from '../../slots/environment-block.js';
import { finishDeviceEsp, makeDeviceEsp } from '../boot/esp.js';
import type { Seeds } from '../reproducible-ids.js';
import { shellFileIn } from '../shell.js';
import { makeExt4Image } from '../slot/ext4-image.js';
import { type Labels, parseLabelManifest } from '../slot/selinux-labels.js';
import { makeFatImage } from './fat-image.js';
import { dataExt4Arguments, isMadeOnDevice } from './file-systems.js';
import { makeBlockMap } from './make-block-map.js';
import { partitionUuid } from './partition-ids.js';

export interface DiskImageInput {
  spec: RootSpec;
  disk: PlannedDisk;
  /** Composed tree, for the boot loader's files and the directories of the data partitions. */
  tree: string;
  /** Folder of the slot stage: slot.img, and labels of the data partitions. */
  slotDir: string;
  seeds: Seeds;
  epoch: number;
  /** File to make. */
  file: string;
  format: DiskFormat;
  /** File to make with the map of its blocks; null: none. */
  mapFile: string | null;
  scratch: string;
}

const bytesPerMiB = 1024 * 1024;

/** Makes the image of one disk as the installer would leave it, but for btrfs partitions: they are left empty. */
export async function makeDiskImage(ctx: TaskContext, input: DiskImageInput): Promise<void> {
  const { disk, scratch, file, format } = input;
  const raw = format.driver === 'raw' ? file : path.join(scratch, 'partitioned.raw');
  ctx.progress.status(t`partitioning`);
  await writeFile(raw, '');
  await truncate(raw, disk.sizeMiB * bytesPerMiB);
  await writePartitionTable(ctx, input, raw);
  // Others have to be told each zero, and would store it: they are made of the raw image when it is whole.
  const isFilledInPlace = format.driver === 'qcow2';
  if (isFilledInPlace) await convert(ctx, input, raw);
  const fileSystems = new Map<PartitionName, string>();
  for (const partition of disk.partitions) {
    if (isMadeOnDevice(partition)) continue;
    ctx.progress.status(t`filling ${partition.label}`);
    const content = await makePartition(ctx, input, partition);
    // Slots are compared with each other as a whole.
    if (partition.role === 'data') fileSystems.set(partition.name, content);
    if (isFilledInPlace) await putIntoQcow2(ctx, input, partition, content);
    else await putIntoRaw(ctx, raw, disk, partition, content);
  }
  if (!isFilledInPlace && raw !== file) {
    ctx.progress.status(t`making the ${format.driver} image`);
    await convert(ctx, input, raw);
  }
  if (input.mapFile !== null) {
    const { tree: toolsRoot, mapFile } = input;
    await makeBlockMap(ctx, { disk, image: raw, fileSystems, toolsRoot, file: mapFile });
  }
}

async function convert(ctx: TaskContext, { file, format }: DiskImageInput, raw: string): Promise<void> {
  const { driver, options } = format;
  await ctx.engine.run({
    program: 'qemu-img',
    args: ['convert', '-f', 'raw', '-O', driver, ...options.flatMap((one) => ['-o', one]), raw, file],
    purpose: t`making the ${driver} image`,
    signal: ctx.signal,
  });
}

/** Writes a partition's content to its place, without what is zero: the image is still empty there. */
async function putIntoRaw(
  ctx: TaskContext,
  raw: string,
  disk: PlannedDisk,
  partition: PlannedPartition,
  content: string,
): Promise<void> {
  await ctx.engine.run({
    program: 'dd',
    args: [
      ...[`if=${content}`, `of=${raw}`, 'bs=1M', 'conv=notrunc,sparse', 'status=none'],
      `seek=${offsetOf(partition, disk) / bytesPerMiB}`,
    ],
    purpose: t`writing ${partition.label}`,
    signal: ctx.signal,
  });
}

async function putIntoQcow2(
  ctx: TaskContext,
  { disk, file }: DiskImageInput,
  partition: PlannedPartition,
  content: string,
): Promise<void> {
  const part = qcow2Part(file, offsetOf(partition, disk), partition.sizeMiB * bytesPerMiB);
  await ctx.engine.run({
    program: 'qemu-img',
    args: ['convert', '-n', '-f', 'raw', content, '--target-image-opts', part],
    purpose: t`writing ${partition.label}`,
    signal: ctx.signal,
  });
}

/** Bytes. */
function offsetOf({ startSector }: PlannedPartition, { sectorSize }: PlannedDisk): number {
  return startSector * sectorSize;
}

/**
 * Part of a qcow2 image as qemu takes it for an image of its own (qemu-block-drivers(7), `raw` with an offset):
 * going by way of a raw image would write everything twice. Offset and size in bytes.
 */
export function qcow2Part(file: string, offset: number, size: number): string {
  const options = {
    driver: 'raw',
    offset,
    size,
    'file.driver': 'qcow2',
    'file.file.driver': 'file',
    // A comma would end the value.
    'file.file.filename': file.replaceAll(',', ',,'),
  };
  return Object.entries(options)
    .map(([name, value]) => `${name}=${value}`)
    .join(',');
}

async function writePartitionTable(ctx: TaskContext, input: DiskImageInput, raw: string): Promise<void> {
  const { disk, seeds } = input;
  const sectorArguments = disk.sectorSize === 512 ? [] : ['--sector-size', String(disk.sectorSize)];
  if (disk.sectorSize !== 512) await requireSectorSize(ctx);
  await ctx.engine.run({
    program: 'sfdisk',
    args: ['--quiet', '--no-reread', '--no-tell-kernel', ...sectorArguments, raw],
    input: partitionScript(disk, seeds.installationId(), seeds.uuid(`disk ${disk.device}`)),
    purpose: t`writing the partition table`,
    signal: ctx.signal,
  });
}

/** sfdisk(8) script of a planned disk. */
export function partitionScript(disk: PlannedDisk, id: string, diskUuid: string): string {
  const lines = disk.partitions.map(
    ({ number, name, label, typeGuid, startSector, sectors }) =>
      `${number} : start=${startSector}, size=${sectors}, type=${typeGuid}, uuid=${partitionUuid(id, name)}, name="${label}"`,
  );
  return [
    'label: gpt',
    `label-id: ${diskUuid}`,
    'unit: sectors',
    `first-lba: ${disk.firstUsableSector}`,
    '',
    ...lines,
    '',
  ].join('\n');
}

async function requireSectorSize(ctx: TaskContext): Promise<void> {
  const { stdout } = await ctx.engine.run({
    program: 'sfdisk',
    args: ['--help'],
    purpose: t`asking sfdisk what it can do`,
    capture: true,
    signal: ctx.signal,
  });
  if (stdout.includes('--sector-size')) return;
  throw missingHere({
    what: t`This machine's sfdisk cannot make disk images with 4096-byte sectors.`,
    where: 'disks.sectorSize',
    remedy: t`Use util-linux 2.41 or newer, or make the installer only (--output iso): it partitions on the device.`,
  });
}

/** File with the content of one partition. */
async function makePartition(
  ctx: TaskContext,
  input: DiskImageInput,
  partition: PlannedPartition,
): Promise<string> {
  const { name, sizeMiB, label } = partition;
  const { seeds, epoch, scratch } = input;
  if (partition.role === 'slot') return path.join(input.slotDir, 'slot.img');
  const file = path.join(scratch, `${name}.img`);
  if (partition.role === 'esp') {
    const tree = path.join(scratch, name);
    await mkdir(tree);
    await makeDeviceEsp(ctx, { spec: input.spec, tree: input.tree, out: tree });
    await finishDeviceEsp(ctx, seeds.installationId(), tree);
    const { sectorSize } = input.disk;
    await makeFatImage(ctx, {
      file,
      sizeMiB,
      label: partition.fsLabel,
      volumeId: seeds.hex(name, 8),
      sectorSize,
      tree,
      first: guardedCopies,
      epoch,
    });
    return file;
  }
  // /var/log of the tree is the skeleton of the log partition: directories only, as everywhere.
  const uuid = seeds.uuid(name);
  const args = dataExt4Arguments(label, uuid);
  await makeExt4Image(ctx, {
    file,
    toolsRoot: input.tree,
    sizeMiB,
    arguments: args,
    tree: await skeleton(ctx, input, partition),
    labels: await labelsOf(input, partition),
    epoch,
    scratch,
  });
  return file;
}

async function labelsOf(
  { spec, slotDir }: DiskImageInput,
  { name }: PlannedPartition,
): Promise<Labels | null> {
  if (spec.system.selinux === 'disabled') return null;
  return parseLabelManifest(await readFile(path.join(slotDir, `${name}.labels`), 'utf8'));
}

/** Folder with the directories that a data partition starts with. */
async function skeleton(
  ctx: TaskContext,
  input: DiskImageInput,
  partition: PlannedPartition,
): Promise<string> {
  const out = path.join(input.scratch, `${partition.name}.skeleton`);
  const from = path.join(input.tree, partition.mountPoint);
  const script = ['src/image/disk/copy-folders.sh', from, out, String(input.epoch)] as const;
  const folders = [readOnly(input.tree), writable(input.scratch)];
  await shellFileIn(ctx, folders, t`making the directories of ${partition.label}`, script);
  return out;
}
