import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Workplace } from '../engine/progress.js';
import { stageFailed } from '../spec/failure.js';
import type { ImageSpec } from '../spec/image-spec.js';
import { planDisks } from '../spec/partition-plan.js';
import { makeExt4Image } from './ext4-image.js';
import { slotExt4Arguments } from './file-systems.js';
import { contentSize, directoryManifest, factsDir, imageConf, isCopied } from './image-facts.js';
import type { Seeds } from './seeds.js';
import { shell } from './shell.js';
import { checkSlotSpace, slotInodes } from './slot-space.js';
import { listTree, type TreeEntry } from './tree-listing.js';

export interface SlotInput {
  spec: ImageSpec;
  /** Composed tree; /boot and our facts are written into it. */
  tree: string;
  initramfs: string;
  kernel: string;
  seeds: Seeds;
  epoch: number;
  /** Folder that gets slot.img, slot.img.zst and NAME.dirs for each data partition. */
  outDir: string;
  scratch: string;
}

/** What the makers of disks and media need to know of a slot. */
export interface SlotFacts {
  sizeMiB: number;
  /** BLAKE2b-512 of slot.img, as b2sum(1) prints it. */
  b2: string;
  /** Memory that the root takes, MiB, without headroom. */
  memoryMiB: number;
}

/**
 * Packs a composed tree into the image that both slots hold, with kernel and initramfs in /boot.
 * @throws Failure (exit status 1) when the content does not fit, by how much and with what is largest in it.
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
  await writeDirectoryManifests(place, input);
  const entries = await writeFacts(place, spec, tree, scratch);
  checkSlotSpace(entries, sizeMiB);
  await shell(
    place,
    'setting times in the root tree',
    'cd "$1"; find . -newermt "@$2" -exec touch -h -d "@$2" {} +',
    tree,
    String(epoch),
  );
  const image = path.join(outDir, 'slot.img');
  place.progress.status('making the file system of the slot');
  await makeExt4Image(place, {
    file: image,
    sizeMiB,
    arguments: slotExt4Arguments('tfr-root', input.seeds.uuid('slot'), slotInodes(entries)),
    tree,
    epoch,
    scratch,
  });
  place.progress.status('compressing the slot for the installer');
  const [digest] = await bothOf(b2sum(place, image), compress(place, image));
  return { sizeMiB, b2: digest, memoryMiB: contentSize(entries).memoryMiB };
}

/** Waits for both even when one fails: what still ran would write into a folder that is being removed. */
async function bothOf<A, B>(a: Promise<A>, b: Promise<B>): Promise<[A, B]> {
  await Promise.allSettled([a, b]);
  return Promise.all([a, b]);
}

async function compress(place: Workplace, image: string): Promise<void> {
  await place.engine.run({
    program: 'zstd',
    args: ['-q', '-f', '-3', '-T2', image, '-o', `${image}.zst`],
    purpose: 'compressing the slot',
    signal: place.signal,
  });
}

/** Directories of each data partition, in the image for the healer and beside it for the installer. */
async function writeDirectoryManifests(place: Workplace, input: SlotInput): Promise<void> {
  const entries = await listTree(place, input.tree, 'listing the root tree');
  const staged = path.join(input.scratch, 'dirs');
  await mkdir(staged, { recursive: true });
  for (const { name, mountPoint } of planDisks(input.spec).disks.flatMap((disk) => disk.partitions)) {
    if (!mountPoint.startsWith('/') || name === 'rootA' || name === 'rootB' || name === 'esp') continue;
    if (name === 'persist' || name === 'opt' || name === 'docker') refuseHiddenFiles(entries, mountPoint);
    await writeFile(path.join(staged, `${name}.dirs`), directoryManifest(entries, mountPoint));
  }
  await shell(
    place,
    "adding the data partitions' directories",
    'install -m 0644 "$1"/*.dirs "$2/"; cp "$1"/*.dirs "$3/"',
    staged,
    path.join(input.tree, factsDir),
    input.outDir,
  );
}

/** @throws Failure when the image has files where a partition will be mounted over them. */
function refuseHiddenFiles(entries: readonly TreeEntry[], mountPoint: string): void {
  const prefix = `${mountPoint.slice(1)}/`;
  const file = entries.find((entry) => entry.type !== 'd' && entry.path.startsWith(prefix));
  if (file === undefined) return;
  throw stageFailed({
    what: `The file \`/${file.path}\` would be hidden by the partition that is mounted on ${mountPoint}.`,
    where: `/${file.path}`,
    remedy: `Put it elsewhere, and copy it to ${mountPoint} from a service at the first start.`,
  });
}

/** Writes image.conf and the list of digests; answers what the tree then holds. */
async function writeFacts(
  place: Workplace,
  spec: ImageSpec,
  tree: string,
  scratch: string,
): Promise<readonly TreeEntry[]> {
  const facts = path.join(tree, factsDir);
  const list = `${factsDir}/files.b2`;
  await shell(place, 'making the facts of the image', ': > "$1/image.conf"; : > "$1/files.b2"', facts);
  const entries = await listTree(place, tree, 'listing the root tree');
  const conf = path.join(scratch, 'image.conf');
  await writeFile(conf, imageConf(spec, contentSize(entries)));
  await shell(place, 'writing image.conf', 'cat "$1" > "$2/image.conf"', conf, facts);
  const names = entries.filter((entry) => entry.type === 'f' && isCopied(entry) && entry.path !== list);
  place.progress.status(`digests of ${names.length} files`);
  await place.engine.run({
    program: 'xargs',
    args: ['-0', 'b2sum', '--'],
    cwd: tree,
    input: names.map(({ path: name }) => `${name}\0`).join(''),
    stdoutFile: path.join(scratch, 'files.b2'),
    purpose: 'computing digests of the files',
    signal: place.signal,
  });
  await shell(
    place,
    'writing the list of digests',
    'cat "$1" > "$2/files.b2"',
    path.join(scratch, 'files.b2'),
    facts,
  );
  return listTree(place, tree, 'listing the root tree');
}

/** BLAKE2b-512 of a file, hex. */
export async function b2sum(place: Workplace, file: string): Promise<string> {
  const { stdout } = await place.engine.run({
    program: 'b2sum',
    args: ['--', file],
    purpose: `computing the digest of ${path.basename(file)}`,
    capture: true,
    signal: place.signal,
  });
  return stdout.split(' ')[0] ?? '';
}
