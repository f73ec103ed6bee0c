import { createHash } from 'node:crypto';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { t } from '../../base/language/texts.js';
import { pathBytes } from '../../base/text/path-text.js';
import type { PartitionName } from '../../config/image-spec.js';
import { planDisks } from '../../config/partitions/partition-plan.js';
import { partitionTable } from '../../config/partitions/partition-table.js';
import type { RootSpec } from '../../config/spec-parts.js';
import type { TaskContext } from '../../engine/progress.js';
import { foldersCommand, readOnly, writable } from '../../engine/views.js';
import type { CoveredFolder } from '../../project/override/hidden-files.js';
import { slotArgumentsFile } from '../boot/slot-arguments.js';
import { refuseHiddenFiles } from '../overlay/refuse-hidden-files.js';
import { readTreeShape } from '../overlay/tree-shape.js';
import { contentSize, directoryManifest, factsDir, imageConf, isCopied } from '../settings/image-facts.js';
import { shellIn } from '../shell.js';
import { type Labels, labelManifest, readLabels } from './selinux-labels.js';
import type { SlotFormat } from './slot-format.js';
import { listTree, type TreeEntry } from './tree-listing.js';

export interface FactsInput {
  spec: RootSpec;
  format: SlotFormat;
  /** Composed tree with kernel and initramfs; the facts are written into it. */
  tree: string;
  /** Folders in which the image must have no files. */
  covered: readonly CoveredFolder[];
  /** Folder that gets, for each data partition, NAME.dirs and with SELinux NAME.labels. */
  outDir: string;
  scratch: string;
}

/** What a tree holds that has its facts. */
export interface TreeContent {
  entries: TreeEntry[];
  /** Null without SELinux. */
  labels: Labels | null;
}

/** Names of our facts in an image, relative to it. */
const confName = `${factsDir}/image.conf`;
const digestsName = `${factsDir}/files.b2`;
/** Digests of what a boot does not copy: by them the other slot is looked at. */
const bootDigestsName = `${factsDir}/boot.b2`;

/**
 * Writes the facts: directories of each data partition, for the healer, and beside the image for the installer;
 * image.conf; where a slot holds files, their digests are still missing. Answers what the tree then holds. It is listed
 * once, with the facts still empty, since listing and reading the list take longer than making them.
 */
export async function writeFacts(
  ctx: TaskContext,
  input: FactsInput,
  signatures: readonly string[],
): Promise<TreeContent> {
  const { spec, tree, scratch, outDir } = input;
  const partitions = planDisks(spec).disks.flatMap((disk) => disk.partitions);
  const healed = partitions.filter(({ name, mountPoint }) => mountPoint.startsWith('/') && !isRoot(name));
  const isLabelled = spec.system.selinux !== 'disabled';
  const kinds = isLabelled ? ['dirs', 'labels'] : ['dirs'];
  const manifests = healed.flatMap(({ name }) => kinds.map((kind) => `${factsDir}/${name}.${kind}`));
  const lists = input.format === 'files' ? [digestsName] : [];
  const names = [...manifests, confName, ...lists, bootDigestsName];
  await shellIn(
    ctx,
    [writable(tree)],
    t`making the facts of the image`,
    'cd "$1"; shift; rm -f "$@"; for name; do : > "$name"; done',
    tree,
    ...names,
  );
  const entries = await listTree(ctx, tree, path.join(scratch, 'tree.list'));
  const files = entries.filter(({ type }) => type !== 'd').map(({ path: name }) => name);
  refuseHiddenFiles(files, input.covered);
  const labels = isLabelled ? await readLabels(ctx, tree, entries, scratch) : null;
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
  await write(confName, imageConf(spec, contentSize(entries), input.format));
  await digestBoot(ctx, tree, signatures, path.join(staged, path.basename(bootDigestsName)));
  setSize(entries, bootDigestsName, (await stat(path.join(staged, path.basename(bootDigestsName)))).size);
  await shellIn(
    ctx,
    [writable(tree), writable(staged), writable(outDir)],
    t`writing the facts of the image`,
    'cd "$1"; for file in *; do cat "$file" > "$2/$file"; done; rm image.conf boot.b2; cp ./* "$3/"',
    staged,
    path.join(tree, factsDir),
    outDir,
  );
  return { entries, labels };
}

/** Writes the digests of a tree's files into it. Answers what names the content, see {@link contentId}. */
export async function writeDigests(
  ctx: TaskContext,
  { tree, scratch }: Pick<FactsInput, 'tree' | 'scratch'>,
  entries: readonly TreeEntry[],
): Promise<string> {
  const digests = path.join(scratch, 'files.b2');
  await digestFiles(ctx, tree, entries, digests);
  await shellIn(
    ctx,
    [writable(tree), readOnly(digests)],
    t`writing the list of digests`,
    'cat "$1" > "$2"',
    digests,
    path.join(tree, digestsName),
  );
  setSize(entries, digestsName, (await stat(digests)).size);
  return await contentId(ctx, tree, entries, digests, scratch);
}

/**
 * Names the content: two slots with one file system UUID were given the same image, which the device needs to know
 * before it rewrites one from the other.
 */
async function contentId(
  ctx: TaskContext,
  tree: string,
  entries: readonly TreeEntry[],
  digests: string,
  scratch: string,
): Promise<string> {
  const { links } = await readTreeShape(ctx, tree, path.join(scratch, 'links.list'));
  // In the order of a folder, which differs from one machine to another.
  const targets = [...links].map((link) => link.join('\0'));
  const hash = createHash('sha256').update(await readFile(digests));
  // The size of a folder is its file system's.
  for (const { path: name, type, mode, uid, gid, size } of entries)
    hash.update(JSON.stringify([name, type, mode, uid, gid, type === 'd' ? 0 : size]));
  return hash.update(JSON.stringify(targets.sort())).digest('hex');
}

async function digestBoot(
  ctx: TaskContext,
  tree: string,
  signatures: readonly string[],
  stdoutFile: string,
): Promise<void> {
  await ctx.engine.run(
    foldersCommand({
      program: 'b2sum',
      args: ['--', `boot/${slotArgumentsFile}`, 'boot/initramfs.img', 'boot/vmlinuz', ...signatures],
      folders: [readOnly(tree)],
      cwd: tree,
      stdoutFile,
      purpose: t`computing digests of kernel and initramfs`,
      signal: ctx.signal,
    }),
  );
}

function isRoot(name: PartitionName): boolean {
  return partitionTable[name].use === null;
}

function setSize(entries: readonly TreeEntry[], name: string, bytes: number): void {
  const entry = entries.find(({ path: entryPath }) => entryPath === name);
  if (entry !== undefined) entry.size = bytes;
}

/** Digests of all files that a boot copies but for their list itself, as b2sum(1) prints them. */
async function digestFiles(
  ctx: TaskContext,
  tree: string,
  entries: readonly TreeEntry[],
  stdoutFile: string,
): Promise<void> {
  const files = entries.filter(
    (entry) => entry.type === 'f' && isCopied(entry) && entry.path !== digestsName,
  );
  ctx.progress.status(t`digests of ${files.length} files`);
  await ctx.engine.run({
    program: 'xargs',
    args: ['-0', 'b2sum', '--'],
    cwd: tree,
    input: pathBytes(files.map(({ path: name }) => `${name}\0`).join('')),
    stdoutFile,
    purpose: t`computing digests of the files`,
    handlesTree: true,
    signal: ctx.signal,
  });
}
