import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { packageFile } from '../../base/fs/package-file.js';
import { t } from '../../base/language/texts.js';
import { partitionTable } from '../../config/partitions/partition-table.js';
import type { TaskContext } from '../../engine/progress.js';
import { readOnly, writable } from '../../engine/views.js';
import { slotArgumentsFile, slotArgumentsText } from '../boot/slot-arguments.js';
import { slotExt4Arguments } from '../disk/file-systems.js';
import type { Seeds } from '../reproducible-ids.js';
import { contentSize } from '../settings/image-facts.js';
import { shell, shellFileIn } from '../shell.js';
import { checkDeviceMemory } from './device-memory-check.js';
import { makeExt4Image } from './ext4-image.js';
import { layOutImageSlot } from './image-slot.js';
import { type PieceTable, writePieceTable } from './piece-table.js';
import type { Labels } from './selinux-labels.js';
import { type FactsInput, type TreeContent, writeDigests, writeFacts } from './slot-facts.js';
import { signSlot } from './slot-signatures.js';
import { checkSlotSpace, neededSlotMiB, slotInodes } from './slot-space.js';
import type { TreeEntry } from './tree-listing.js';

export interface SlotInput extends FactsInput {
  initramfs: string;
  kernel: string;
  seeds: Seeds;
  epoch: number;
}

/** What the makers of disks and media need to know of a slot. */
export interface SlotFacts {
  /** Of the image; a partition may be larger. */
  sizeMiB: number;
  /** Memory that the root takes, MiB, without headroom. */
  memoryMiB: number;
  /** Where it has the table of its pieces, whose lines are in the file `pieces` beside it. */
  pieces: PieceTable | null;
}

/** What lies in a slot. */
interface SlotContent {
  tree: string;
  entries: readonly TreeEntry[];
  labels: Labels | null;
  /** Names the content: two slots with it hold the same. */
  id: string;
}

/**
 * Packs a composed tree into the image that both slots hold, `slot.img` in `outDir`, with kernel and initramfs in /boot.
 * @throws Failure (exit status 1) when the content does not fit the slot or the device's memory, by how much and with
 *   what is largest in it.
 */
export async function makeSlotImage(ctx: TaskContext, input: SlotInput): Promise<SlotFacts> {
  const { spec, tree, epoch, outDir, scratch } = input;
  await addBootFiles(ctx, input);
  const signatures = await signSlot(ctx, tree, scratch);
  const root = await writeFacts(ctx, input, signatures);
  checkDeviceMemory(root.entries, spec.device);
  const isCompressed = input.format === 'squashfs';
  const content = isCompressed ? await imageContent(ctx, input, root) : await fileContent(ctx, input, root);
  const slotMiB = Number(spec.partitions.sizes.root);
  checkSlotSpace(content.entries, slotMiB, root.entries);
  // Of files, as large as its partition: those who have such devices look at them.
  const sizeMiB = isCompressed ? neededSlotMiB(content.entries) : slotMiB;
  ctx.progress.status(t`making the file system of the slot`);
  const file = path.join(outDir, 'slot.img');
  await makeExt4Image(ctx, {
    ...{ file, toolsRoot: tree, sizeMiB, epoch, scratch },
    arguments: slotExt4Arguments(
      partitionTable.rootA.fsLabel,
      input.seeds.uuid(`slot ${content.id}`),
      slotInodes(content.entries),
    ),
    tree: content.tree,
    labels: content.labels,
  });
  const listFile = path.join(outDir, 'pieces');
  const pieces =
    isCompressed && takesUpdates(spec)
      ? await writePieceTable(ctx, { file, toolsRoot: tree, listFile })
      : null;
  return { sizeMiB, memoryMiB: contentSize(root.entries).memoryMiB, pieces };
}

async function addBootFiles(
  ctx: TaskContext,
  { spec, tree, kernel, initramfs, scratch }: SlotInput,
): Promise<void> {
  const lib = packageFile('src/device/dracut/90tmpfsroot/lib.sh');
  const text = path.join(scratch, 'arguments.cfg');
  await writeFile(text, slotArgumentsText(spec));
  const folders = [writable(tree), readOnly(initramfs), readOnly(text)];
  await shellFileIn(ctx, folders, t`adding kernel and initramfs`, [
    'src/image/slot/add-boot-files.sh',
    ...[tree, kernel, initramfs, lib, text, slotArgumentsFile],
  ]);
}

/** A slot that holds the files of the root. */
async function fileContent(
  ctx: TaskContext,
  input: SlotInput,
  { entries, labels }: TreeContent,
): Promise<SlotContent> {
  const id = await writeDigests(ctx, input, entries);
  await setTimes(ctx, input.tree, input.epoch);
  return { tree: input.tree, entries, labels, id };
}

/** A slot that holds one compressed image of them. */
async function imageContent(ctx: TaskContext, input: SlotInput, root: TreeContent): Promise<SlotContent> {
  const { epoch, spec } = input;
  await setTimes(ctx, input.tree, epoch);
  const bootBytes = root.entries.reduce(
    (sum, { path: name, size }) => (name.startsWith('boot/') ? sum + size : sum),
    0,
  );
  const tableBeside = takesUpdates(spec) ? bootBytes : null;
  const { tree, entries, id } = await layOutImageSlot(ctx, { ...input, tableBeside });
  await setTimes(ctx, tree, epoch);
  return { tree, entries, labels: null, id };
}

function takesUpdates({ update }: FactsInput['spec']): boolean {
  return update.keys.length > 0;
}

/** No time in an image is later than its packages: that would be the time of the build. */
async function setTimes(ctx: TaskContext, tree: string, epoch: number): Promise<void> {
  const line = 'cd "$1"; find . -newermt "@$2" -exec touch -h -d "@$2" {} +';
  await shell(ctx, t`setting times in the root tree`, line, tree, String(epoch));
}
