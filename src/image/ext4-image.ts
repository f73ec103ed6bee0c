import { truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Workplace } from '../engine/progress.js';
import { stageFailed } from '../spec/failure.js';
import type { Labels } from './selinux-labels.js';

export interface Ext4ImageInput {
  file: string;
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

/**
 * Makes an ext4 file system in a file, without a mount and without a loop device, the same bytes every time.
 * e2fsprogs before 1.47.1 copies atime and ctime of the source, which nobody can set, so they are set in the image.
 */
export async function makeExt4Image(place: Workplace, input: Ext4ImageInput): Promise<void> {
  const env = { E2FSPROGS_FAKE_TIME: String(input.epoch), SOURCE_DATE_EPOCH: String(input.epoch) };
  await writeFile(input.file, '');
  await truncate(input.file, input.sizeMiB * 1024 * 1024);
  await place.engine.run({
    program: 'mkfs.ext4',
    args: [...input.arguments, ...(input.tree === null ? [] : ['-d', input.tree]), input.file],
    env,
    purpose: `making the file system ${path.basename(input.file)}`,
    handlesTree: true,
    signal: place.signal,
  });
  const inodes = [rootInode];
  const last = await lastUsedInode(place, input.file);
  for (let inode = firstInode; inode <= last; inode += 1) inodes.push(inode);
  const commands = path.join(input.scratch, `${path.basename(input.file)}.debugfs`);
  await writeFile(
    commands,
    // Times last: a label changes the inode too.
    [
      ...[...(input.labels ?? [])].map(([name, label]) => labelCommand(name, label)),
      ...inodes.map((inode) => timeCommands(inode, input.epoch)),
    ].join(''),
  );
  const complaints: string[] = [];
  await place.engine.run({
    program: 'debugfs',
    args: ['-w', '-f', commands, input.file],
    env,
    purpose: `setting times and labels in ${path.basename(input.file)}`,
    // debugfs repeats every command.
    stdoutFile: '/dev/null',
    onLine(line, from) {
      if (from === 'stderr' && !/^debugfs \d/.test(line)) complaints.push(line);
    },
    signal: place.signal,
  });
  // It ends with status 0 whatever became of the commands in a file.
  if (complaints.length > 0) {
    throw stageFailed({
      what: `debugfs could not set everything in the file system: ${complaints[0]}`,
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
      what: `The name ${JSON.stringify(name)} has a line break, and cannot get an SELinux label.`,
      where: `/${name}`,
      remedy: 'Rename the file, or set `system.selinux` to `disabled`.',
    });
  }
  const file = name === '.' ? '/' : `/${name}`;
  return `ea_set "${file.replaceAll('"', '""')}" security.selinux ${label}\\000\n`;
}

function timeCommands(inode: number, epoch: number): string {
  return ['atime', 'ctime', 'crtime'].map((field) => `sif <${inode}> ${field} @${epoch}\n`).join('');
}

/** Inodes of a file system that was just filled are used without a gap. */
async function lastUsedInode(place: Workplace, file: string): Promise<number> {
  const { stdout } = await place.engine.run({
    program: 'dumpe2fs',
    args: ['-h', file],
    purpose: `reading the superblock of ${path.basename(file)}`,
    capture: true,
    signal: place.signal,
  });
  const number = (label: string) =>
    Number(new RegExp(`^${label}:\\s+(\\d+)`, 'm').exec(stdout)?.[1] ?? Number.NaN);
  const last = number('Inode count') - number('Free inodes');
  if (Number.isSafeInteger(last)) return last;
  throw stageFailed({
    what: 'dumpe2fs says nothing of inodes.',
    where: file,
    lastLines: stdout.split('\n').slice(0, 20),
  });
}
