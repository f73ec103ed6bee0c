import { mkdir, readFile, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Workplace } from '../engine/progress.js';
import { missingHere } from '../spec/failure.js';
import type { ImageSpec } from '../spec/image-spec.js';
import type { PlannedDisk, PlannedPartition } from '../spec/partition-plan.js';
import { finishDeviceEsp, makeDeviceEsp } from './esp.js';
import { makeExt4Image } from './ext4-image.js';
import { makeFatImage } from './fat-image.js';
import { dataExt4Arguments, isMadeOnDevice } from './file-systems.js';
import { espLabels } from './grub-config.js';
import { partitionUuid } from './partition-ids.js';
import type { Seeds } from './seeds.js';
import { type Labels, parseLabelManifest } from './selinux-labels.js';

export interface DiskImageInput {
  spec: ImageSpec;
  disk: PlannedDisk;
  /** Composed tree, for the boot loader's files and the directories of the data partitions. */
  tree: string;
  /** Folder of the slot stage: slot.img, and labels of the data partitions. */
  slotDir: string;
  seeds: Seeds;
  epoch: number;
  /** File to make. */
  file: string;
  format: 'raw' | 'qcow2';
  scratch: string;
}

const bytesPerMiB = 1024 * 1024;

/** Makes the image of one disk as the installer would leave it, but for btrfs partitions: they are left empty. */
export async function makeDiskImage(place: Workplace, input: DiskImageInput): Promise<void> {
  const { disk, scratch, file } = input;
  const raw = input.format === 'raw' ? file : path.join(scratch, 'partitioned.raw');
  place.progress.status('partitioning');
  await writeFile(raw, '');
  await truncate(raw, disk.sizeMiB * bytesPerMiB);
  await writePartitionTable(place, input, raw);
  if (input.format === 'qcow2') {
    await place.engine.run({
      program: 'qemu-img',
      args: ['convert', '-f', 'raw', '-O', 'qcow2', raw, file],
      purpose: 'making the qcow2 image',
      signal: place.signal,
    });
  }
  for (const partition of disk.partitions) {
    if (isMadeOnDevice(partition)) continue;
    place.progress.status(`filling ${partition.label}`);
    await putPartition(place, input, partition, await makePartition(place, input, partition));
  }
}

/** Writes a partition's content to its place, without what is zero: the image is still empty there. */
async function putPartition(
  place: Workplace,
  { disk, file, format }: DiskImageInput,
  { startSector, sizeMiB, label }: PlannedPartition,
  content: string,
): Promise<void> {
  const offset = startSector * disk.sectorSize;
  const writer =
    format === 'raw'
      ? {
          program: 'dd',
          args: [
            ...[`if=${content}`, `of=${file}`, 'bs=1M', 'conv=notrunc,sparse', 'status=none'],
            `seek=${offset / bytesPerMiB}`,
          ],
        }
      : {
          program: 'qemu-img',
          args: [
            ...['convert', '-n', '-f', 'raw', content, '--target-image-opts'],
            qcow2Part(file, offset, sizeMiB * bytesPerMiB),
          ],
        };
  await place.engine.run({ ...writer, purpose: `writing ${label}`, signal: place.signal });
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

async function writePartitionTable(place: Workplace, input: DiskImageInput, raw: string): Promise<void> {
  const { disk, seeds } = input;
  const sectorArguments = disk.sectorSize === 512 ? [] : ['--sector-size', String(disk.sectorSize)];
  if (disk.sectorSize !== 512) await requireSectorSize(place);
  await place.engine.run({
    program: 'sfdisk',
    args: ['--quiet', '--no-reread', '--no-tell-kernel', ...sectorArguments, raw],
    input: partitionScript(disk, seeds.installationId(), seeds.uuid(`disk ${disk.device}`)),
    purpose: 'writing the partition table',
    signal: place.signal,
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

async function requireSectorSize(place: Workplace): Promise<void> {
  const { stdout } = await place.engine.run({
    program: 'sfdisk',
    args: ['--help'],
    purpose: 'asking sfdisk what it can do',
    capture: true,
    signal: place.signal,
  });
  if (stdout.includes('--sector-size')) return;
  throw missingHere({
    what: "This machine's sfdisk cannot make disk images with 4096-byte sectors.",
    where: 'disks.sectorSize',
    remedy:
      'Use util-linux 2.41 or newer, or make the installer only (--output iso): it partitions on the device.',
  });
}

/** File with the content of one partition. */
async function makePartition(
  place: Workplace,
  input: DiskImageInput,
  partition: PlannedPartition,
): Promise<string> {
  const { name, sizeMiB, label } = partition;
  const { seeds, epoch, scratch } = input;
  if (name === 'rootA' || name === 'rootB') return path.join(input.slotDir, 'slot.img');
  const file = path.join(scratch, `${name}.img`);
  if (name === 'esp' || name === 'esp2') {
    const tree = path.join(scratch, name);
    await mkdir(tree);
    await makeDeviceEsp(place, { spec: input.spec, tree: input.tree, out: tree });
    await finishDeviceEsp(place, seeds.installationId(), tree);
    const { sectorSize } = input.disk;
    await makeFatImage(place, {
      file,
      sizeMiB,
      label: espLabels[name],
      volumeId: seeds.hex(name, 8),
      sectorSize,
      tree,
      epoch,
    });
    return file;
  }
  // /var/log of the tree is the skeleton of the log partition: directories only, as everywhere.
  const uuid = seeds.uuid(name);
  const args = dataExt4Arguments(label, uuid);
  await makeExt4Image(place, {
    file,
    toolsRoot: input.tree,
    sizeMiB,
    arguments: args,
    tree: await skeleton(place, input, partition),
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
  place: Workplace,
  input: DiskImageInput,
  partition: PlannedPartition,
): Promise<string> {
  const out = path.join(input.scratch, `${partition.name}.skeleton`);
  await place.engine.run({
    program: 'sh',
    args: [
      '-euc',
      `mkdir "$2"; cd "$1"
       find . -mindepth 1 -type d -printf '%m %U %G %P\\n' | sort -k 4 | while read -r mode uid gid dir; do
         mkdir "$2/$dir"; chown "$uid:$gid" "$2/$dir"; chmod "$mode" "$2/$dir"
       done
       find "$2" -exec touch -h -d "@$3" {} +`,
      'sh',
      path.join(input.tree, partition.mountPoint),
      out,
      String(input.epoch),
    ],
    purpose: `making the directories of ${partition.label}`,
    handlesTree: true,
    signal: place.signal,
  });
  return out;
}
