import { createHash } from 'node:crypto';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Workplace } from '../engine/progress.js';
import { coveredFolders } from '../project/override/hidden-files.js';
import { pathBytes } from '../project/override/path-text.js';
import type { ImageSpec, PartitionName } from '../spec/image-spec.js';
import { planDisks } from '../spec/partition-plan.js';
import { checkDeviceMemory } from './device-memory-check.js';
import { makeExt4Image } from './ext4-image.js';
import { slotExt4Arguments } from './file-systems.js';
import { contentSize, directoryManifest, factsDir, imageConf, isCopied } from './image-facts.js';
import { refuseHiddenFiles } from './refuse-hidden-files.js';
import type { Seeds } from './seeds.js';
import { type Labels, labelManifest, readLabels } from './selinux-labels.js';
import { shell } from './shell.js';
import { signSlot } from './slot-signatures.js';
import { checkSlotSpace, slotInodes } from './slot-space.js';
import { listTree, type TreeEntry } from './tree-listing.js';
import { readTreeShape } from './tree-shape.js';

export interface SlotInput {
  spec: ImageSpec;
  /** Composed tree; /boot and our facts are written into it. */
  tree: string;
  initramfs: string;
  kernel: string;
  seeds: Seeds;
  epoch: number;
  /** Folder that gets slot.img and, for each data partition, NAME.dirs and with SELinux NAME.labels. */
  outDir: string;
  scratch: string;
}

/** What the makers of disks and media need to know of a slot. */
export interface SlotFacts {
  sizeMiB: number;
  /** Memory that the root takes, MiB, without headroom. */
  memoryMiB: number;
}

/**
 * Packs a composed tree into the image that both slots hold, with kernel and initramfs in /boot.
 * @throws Failure (exit status 1) when the content does not fit the slot or the device's memory, by how much and with
 *   what is largest in it.
 */
export async function makeSlotImage(place: Workplace, input: SlotInput): Promise<SlotFacts> {
  const { spec, tree, epoch, outDir, scratch } = input;
  const { root } = spec.partitions.sizes;
  const sizeMiB = Number(root);
  await shell(
    place,
    'adding kernel and initramfs',
    'cd "$1/boot"; ln -f "../usr/lib/modules/$2/vmlinuz" vmlinuz; cp "$3" initramfs.img; chmod 0600 initramfs.img',
    tree,
    input.kernel,
    input.initramfs,
  );
  const signatures = await signSlot(place, tree, scratch);
  const { entries, labels, id } = await writeFacts(place, input, signatures);
  checkSlotSpace(entries, sizeMiB);
  checkDeviceMemory(entries, spec.device);
  await shell(
    place,
    'setting times in the root tree',
    'cd "$1"; find . -newermt "@$2" -exec touch -h -d "@$2" {} +',
    tree,
    String(epoch),
  );
  place.progress.status('making the file system of the slot');
  await makeExt4Image(place, {
    file: path.join(outDir, 'slot.img'),
    toolsRoot: tree,
    sizeMiB,
    arguments: slotExt4Arguments('tfr-root', input.seeds.uuid(`slot ${id}`), slotInodes(entries)),
    tree,
    labels,
    epoch,
    scratch,
  });
  return { sizeMiB, memoryMiB: contentSize(entries).memoryMiB };
}

/** Names of our facts in an image, relative to it. */
const confName = `${factsDir}/image.conf`;
const digestsName = `${factsDir}/files.b2`;
/** Digests of what a boot does not copy: by them the other slot is looked at. */
const bootDigestsName = `${factsDir}/boot.b2`;

/**
 * Writes the facts: directories of each data partition, for the healer, and beside the image for the installer;
 * image.conf; the list of digests. Answers what the tree then holds. It is listed once, with the facts still
 * empty, since listing and reading the list take longer than making them.
 */
async function writeFacts(
  place: Workplace,
  input: SlotInput,
  signatures: readonly string[],
): Promise<{ entries: TreeEntry[]; labels: Labels | null; id: string }> {
  const { spec, tree, scratch, outDir } = input;
  const partitions = planDisks(spec).disks.flatMap((disk) => disk.partitions);
  const healed = partitions.filter(({ name, mountPoint }) => mountPoint.startsWith('/') && !isRoot(name));
  const isLabelled = spec.system.selinux !== 'disabled';
  const kinds = isLabelled ? ['dirs', 'labels'] : ['dirs'];
  const manifests = healed.flatMap(({ name }) => kinds.map((kind) => `${factsDir}/${name}.${kind}`));
  const names = [...manifests, confName, digestsName, bootDigestsName];
  await shell(
    place,
    'making the facts of the image',
    'cd "$1"; shift; rm -f "$@"; for name; do : > "$name"; done',
    tree,
    ...names,
  );
  const entries = await listTree(place, tree, path.join(scratch, 'tree.list'));
  const files = entries.filter(({ type }) => type !== 'd').map(({ path: name }) => name);
  refuseHiddenFiles(files, coveredFolders(spec));
  const labels = isLabelled ? await readLabels(place, tree, entries, scratch) : null;
  const write = async (name: string, text: string) => {
    const content = pathBytes(text);
    await writeFile(path.join(staged, path.basename(name)), content);
    setSize(entries, name, content.length);
  };
  const staged = path.join(scratch, 'facts');
  await mkdir(staged);
  for (const { name, mountPoint } of healed) {
    await write(`${factsDir}/${name}.dirs`, directoryManifest(entries, mountPoint));
    if (labels !== null)
      await write(`${factsDir}/${name}.labels`, labelManifest(labels, entries, mountPoint));
  }
  await write(confName, imageConf(spec, contentSize(entries)));
  await digestBoot(place, tree, signatures, path.join(staged, path.basename(bootDigestsName)));
  setSize(entries, bootDigestsName, (await stat(path.join(staged, path.basename(bootDigestsName)))).size);
  await shell(
    place,
    'writing the facts of the image',
    'cd "$1"; for file in *; do cat "$file" > "$2/$file"; done; rm image.conf boot.b2; cp ./* "$3/"',
    staged,
    path.join(tree, factsDir),
    outDir,
  );
  const digests = path.join(scratch, 'files.b2');
  await digestFiles(place, tree, entries, digests);
  await shell(place, 'writing the list of digests', 'cat "$1" > "$2"', digests, path.join(tree, digestsName));
  setSize(entries, digestsName, (await stat(digests)).size);
  return { entries, labels, id: await contentId(place, tree, entries, digests, scratch) };
}

/**
 * Names the content: two slots with one file system UUID were given the same image, which the device needs to know
 * before it rewrites one from the other.
 */
async function contentId(
  place: Workplace,
  tree: string,
  entries: readonly TreeEntry[],
  digests: string,
  scratch: string,
): Promise<string> {
  const { links } = await readTreeShape(place, tree, path.join(scratch, 'links.list'));
  // In the order of a folder, which differs from one machine to another.
  const targets = [...links].map((link) => link.join('\0'));
  const hash = createHash('sha256').update(await readFile(digests));
  // The size of a folder is its file system's.
  for (const { path: name, type, mode, uid, gid, size } of entries)
    hash.update(JSON.stringify([name, type, mode, uid, gid, type === 'd' ? 0 : size]));
  return hash.update(JSON.stringify(targets.sort())).digest('hex');
}

async function digestBoot(
  place: Workplace,
  tree: string,
  signatures: readonly string[],
  stdoutFile: string,
): Promise<void> {
  await place.engine.run({
    program: 'b2sum',
    args: ['--', 'boot/initramfs.img', 'boot/vmlinuz', ...signatures],
    cwd: tree,
    stdoutFile,
    purpose: 'computing digests of kernel and initramfs',
    handlesTree: true,
    signal: place.signal,
  });
}

function isRoot(name: PartitionName): boolean {
  return name === 'rootA' || name === 'rootB' || name === 'esp' || name === 'esp2';
}

function setSize(entries: readonly TreeEntry[], name: string, bytes: number): void {
  const entry = entries.find(({ path: entryPath }) => entryPath === name);
  if (entry !== undefined) entry.size = bytes;
}

/** Digests of all files that a boot copies but for their list itself, as b2sum(1) prints them. */
async function digestFiles(
  place: Workplace,
  tree: string,
  entries: readonly TreeEntry[],
  stdoutFile: string,
): Promise<void> {
  const files = entries.filter(
    (entry) => entry.type === 'f' && isCopied(entry) && entry.path !== digestsName,
  );
  place.progress.status(`digests of ${files.length} files`);
  await place.engine.run({
    program: 'xargs',
    args: ['-0', 'b2sum', '--'],
    cwd: tree,
    input: pathBytes(files.map(({ path: name }) => `${name}\0`).join('')),
    stdoutFile,
    purpose: 'computing digests of the files',
    handlesTree: true,
    signal: place.signal,
  });
}
