import { truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { stageFailed } from '../../base/failure.js';
import { t } from '../../base/language/texts.js';
import { pathBytes } from '../../base/text/path-text.js';
import type { Bind, Command, Finished } from '../../engine/engine.js';
import type { TaskContext } from '../../engine/progress.js';
import { chrootCommand } from '../../engine/views.js';
import type { Labels } from './selinux-labels.js';

export interface Ext4ImageInput {
  file: string;
  /** Root tree whose e2fsprogs make it. */
  toolsRoot: string;
  sizeMiB: number;
  /** mke2fs(8) arguments without `-d`, file and size. */
  arguments: readonly string[];
  /** Content, or null for an empty file system. */
  tree: string | null;
  /** SELinux labels of what is in it, or null for none; paths are relative to the tree. */
  labels: Labels | null;
  /** Seconds since 1970 that every time in the file system gets. */
  epoch: number;
  scratch: string;
}

/** First inode that is not reserved (ext4 on-disk layout, "special inodes"); lost+found is the first of them. */
const firstInode = 11;
const rootInode = 2;

/** Where the image's e2fsprogs find what they work on. */
const inside = {
  image: '/run/tmpfsroot/image',
  tree: '/run/tmpfsroot/tree',
  commands: '/run/tmpfsroot/commands',
};

/**
 * Makes an ext4 file system in a file, without a mount and without a loop device, the same bytes every time and
 * on every machine: e2fsprogs of another version put the same tree into other blocks and directories into another
 * order (1.47.0 fills gaps that 1.47.4 leaves), so those of the image's own root are run, which the lock names.
 * Versions before 1.47.1 copy atime and ctime of the source, which nobody can set, so they are set in the image.
 */
export async function makeExt4Image(ctx: TaskContext, input: Ext4ImageInput): Promise<void> {
  const { file, tree, epoch, scratch } = input;
  const name = path.basename(file);
  await writeFile(file, '');
  await truncate(file, input.sizeMiB * 1024 * 1024);
  await runTool(ctx, input, {
    program: 'mkfs.ext4',
    args: [...input.arguments, ...(tree === null ? [] : ['-d', inside.tree]), inside.image],
    binds: tree === null ? [] : [{ from: tree, to: inside.tree, readOnly: true }],
    purpose: t`making the file system ${name}`,
  });
  const inodes = [rootInode];
  const last = await lastUsedInode(ctx, input);
  for (let inode = firstInode; inode <= last; inode += 1) inodes.push(inode);
  const commands = path.join(scratch, `${name}.debugfs`);
  await writeFile(
    commands,
    // Times last: a label changes the inode too.
    pathBytes(
      [
        ...[...(input.labels ?? [])].map(([at, label]) => labelCommand(at, label)),
        ...inodes.map((inode) => timeCommands(inode, epoch)),
      ].join(''),
    ),
  );
  const complaints: string[] = [];
  await runTool(ctx, input, {
    program: 'debugfs',
    args: ['-w', '-f', inside.commands, inside.image],
    binds: [{ from: commands, to: inside.commands, readOnly: true }],
    purpose: t`setting times and labels in ${name}`,
    // debugfs repeats every command.
    stdoutFile: '/dev/null',
    onLine(line, from) {
      if (from === 'stderr' && !/^debugfs \d/.test(line)) complaints.push(line);
    },
  });
  // It ends with status 0 whatever became of the commands in a file.
  if (complaints.length > 0) {
    throw stageFailed({
      what: t`debugfs could not set everything in the file system: ${complaints[0]}`,
      where: input.file,
      lastLines: complaints.slice(-20),
    });
  }
}

/**
 * Sets a label as the kernel stores it, with a NUL at its end. Of two names of one file the later one's stays.
 * @throws Failure (exit status 1) for a name that no line of debugfs's can hold.
 */
function labelCommand(name: string, label: string): string {
  if (name.includes('\n')) {
    throw stageFailed({
      what: t`The name ${JSON.stringify(name)} contains a line break, so it cannot get an SELinux label.`,
      where: `/${name}`,
      remedy: t`Rename the file, or set \`system.selinux\` to \`disabled\`.`,
    });
  }
  const file = name === '.' ? '/' : `/${name}`;
  return `ea_set "${file.replaceAll('"', '""')}" security.selinux ${label}\\000\n`;
}

/** Runs a program of the image's e2fsprogs on the file. */
function runTool(
  { engine, signal }: TaskContext,
  { toolsRoot, file, epoch }: Ext4ImageInput,
  { binds = [], ...command }: Omit<Command, 'cwd'> & { binds?: readonly Bind[] },
): Promise<Finished> {
  return engine.run(
    chrootCommand({
      ...command,
      root: toolsRoot,
      binds: [{ from: file, to: inside.image }, ...binds],
      env: { E2FSPROGS_FAKE_TIME: String(epoch), SOURCE_DATE_EPOCH: String(epoch) },
      signal,
    }),
  );
}

function timeCommands(inode: number, epoch: number): string {
  return ['atime', 'ctime', 'crtime'].map((field) => `sif <${inode}> ${field} @${epoch}\n`).join('');
}

/** Inodes of a file system that was just filled are used without a gap. */
async function lastUsedInode(ctx: TaskContext, input: Ext4ImageInput): Promise<number> {
  const { stdout } = await runTool(ctx, input, {
    program: 'dumpe2fs',
    args: ['-h', inside.image],
    purpose: t`reading the superblock of ${path.basename(input.file)}`,
    capture: true,
  });
  const number = (label: string) =>
    Number(new RegExp(`^${label}:\\s+(\\d+)`, 'm').exec(stdout)?.[1] ?? Number.NaN);
  const last = number('Inode count') - number('Free inodes');
  if (Number.isSafeInteger(last)) return last;
  throw stageFailed({
    what: t`dumpe2fs gives no counts of inodes.`,
    where: input.file,
    lastLines: stdout.split('\n').slice(0, 20),
  });
}
