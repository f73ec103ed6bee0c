import { createCipheriv, createHash } from 'node:crypto';
import {
  closeSync,
  constants,
  copyFileSync,
  mkdirSync,
  openSync,
  readSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import { packageFile } from '../../src/base/fs/package-file.js';
import { dataExt4Arguments } from '../../src/image/disk/file-systems.js';
import { partitionUuid } from '../../src/image/disk/partition-ids.js';
import { mustRun, runProgram } from '../helpers/run-program.js';

export const installation = '1234-4abc-8def-0123456789ab';
const MiB = 1024 * 1024;

/** The disk of the lab: what is tested between neighbours that nobody may touch. MiB from the start of the disk. */
export const layout = {
  persist: { start: 1, size: 16, label: 'tfr-persist' },
  log: { start: 17, size: 48, label: 'tfr-log' },
  foreign: { start: 65, size: 4, label: 'somebody else' },
  opt: { start: 69, size: 128, label: 'tfr-opt' },
} as const;
export type Place = keyof typeof layout;
const diskMiB = 198;

/** Directories that the image wants in the log partition: MODE UID GID PATH. */
export const logDirectories = ['2755 0 190 journal', '750 81 0 audit dir', '755 0 0 audit dir/old'];

export interface Lab {
  dir: string;
  /** A disk as it is after some use, and the log partition's content cut off in the middle of writing. */
  golden: string;
  dirtyLog: string;
  /** Content of an opt partition in use; that of the golden disk is all zero, as a disk image has it. */
  usedOpt: string;
}

/** Makes the disk that every case starts from. */
export function makeLab(dir: string): Lab {
  const lab = {
    dir,
    golden: path.join(dir, 'golden'),
    dirtyLog: path.join(dir, 'dirty'),
    usedOpt: path.join(dir, 'opt'),
  };
  const log = path.join(dir, 'log');
  mustRun('sh', ['-euc', usedTree, 'sh', path.join(dir, 'tree')]);
  makeExt4(log, layout.log, path.join(dir, 'tree'));
  const opt = lab.usedOpt;
  mustRun('truncate', ['-s', `${layout.opt.size}M`, opt]);
  mustRun('mkfs.btrfs', [
    '-q',
    '-L',
    layout.opt.label,
    '-m',
    'dup',
    '--rootdir',
    path.join(dir, 'tree'),
    opt,
  ]);
  // Backups of the tree's root are those of the last four times that it was written.
  mustRun('unshare', ['-m', 'sh', '-euc', severalTimes, 'sh', opt, path.join(dir, 'mnt-opt')]);
  const persist = path.join(dir, 'persist');
  makeExt4(persist, layout.persist, path.join(dir, 'tree'));
  mustRun('truncate', ['-s', `${diskMiB}M`, lab.golden]);
  mustRun('sfdisk', ['-q', lab.golden], { input: partitionScript({}) });
  mustRun('dd', ['if=/dev/urandom', `of=${lab.golden}`, ...at(layout.foreign.start), 'count=4']);
  mustRun('dd', [`if=${persist}`, `of=${lab.golden}`, ...at(layout.persist.start)]);
  mustRun('dd', [`if=${log}`, `of=${lab.golden}`, ...at(layout.log.start)]);
  // Copied while it is mounted and written: the journal holds what the file system itself does not yet.
  mustRun('unshare', ['-m', 'sh', '-euc', cutOff, 'sh', log, path.join(dir, 'mnt'), lab.dirtyLog]);
  return lab;
}

const usedTree = `
  mkdir -p "$1/journal" "$1/audit dir/old" "$1/app"
  chown 0:190 "$1/journal"; chmod 2755 "$1/journal"; chown 81:0 "$1/audit dir"; chmod 0750 "$1/audit dir"
  echo kept >"$1/app/app.log"
  head -c 3000000 /dev/urandom >"$1/journal/system.journal"`;

const severalTimes = `
  mkdir "$2"; mount -o loop "$1" "$2"
  for i in 1 2 3 4 5 6; do echo "$i" >"$2/app/last"; sync -f "$2"; done
  umount "$2"`;

const cutOff = `
  mkdir "$2"; mount -o loop "$1" "$2"
  for i in 1 2 3 4 5 6 7 8; do mkdir "$2/app/$i"; echo "$i" >"$2/app/$i/f"; sync; done
  cp "$1" "$3"; umount "$2"`;

export interface Case {
  /** Files that become disks; the first is made from the golden one. */
  damage?: (disk: string) => void;
  /** A second disk, made from the golden one. */
  secondDisk?: boolean;
  /** Lines NAME LABEL FILESYSTEM MOUNTPOINT POLICY, those of log and opt if absent; no policy is that of older images. */
  table?: string;
  id?: string;
  shell?: string;
  /** sh in the healer's root; `$disk` is the device. */
  before?: string;
  after?: string;
}

export interface Healed {
  /** All that was printed. */
  text: string;
  /** What the healer noted, a line each. */
  log: string[];
  /** Partitions whose bytes differ from before the healer ran. */
  changed: Place[];
  disk: string;
}

/** Runs the healer over a copy of the golden disk with some damage. */
export function heal(lab: Lab, given: Case): Healed {
  const disk = copyOf(lab.golden, path.join(lab.dir, 'disk'));
  const disks = [disk];
  if (given.secondDisk) disks.push(copyOf(lab.golden, path.join(lab.dir, 'disk2')));
  given.damage?.(disk);
  const image = path.join(lab.dir, 'image');
  mkdirSync(image, { recursive: true });
  writeFileSync(
    path.join(image, 'partitions'),
    given.table ?? 'persist tfr-persist ext4 /persist\nlog tfr-log ext4 /var/log\nopt tfr-opt btrfs /opt\n',
  );
  writeFileSync(path.join(image, 'log.dirs'), `${logDirectories.join('\n')}\n`);
  const mount = path.join(lab.dir, 'lab');
  mkdirSync(mount, { recursive: true });
  const before = digests(disk);
  const { status, stdout, stderr } = runProgram(
    'unshare',
    ['-m', 'sh', packageFile('test/device/heal-lab.sh')],
    {
      env: {
        DISKS: disks.join(' '),
        LAB: mount,
        DEVICE: packageFile('src/device'),
        IMAGE: image,
        ID: given.id ?? installation,
        SHELL: given.shell ?? '/bin/bash',
        BEFORE: given.before ?? '',
        AFTER: given.after ?? '',
      },
    },
  );
  const text = `${stdout}${stderr}`;
  if (status !== 0) throw new Error(`the lab ended with status ${status}:\n${text}`);
  const after = digests(disk);
  return {
    text,
    log: [...text.matchAll(/^log: (.*)$/gm)].map((match) => match[1] ?? ''),
    changed: (Object.keys(layout) as Place[]).filter((place) => before[place] !== after[place]),
    disk,
  };
}

/** Overwrites a part of a partition with zeros or noise; `offset` and `length` are bytes. */
export function overwrite(
  disk: string,
  place: Place,
  offset: number,
  length: number,
  byte: 'zero' | 'noise',
) {
  const source = byte === 'zero' ? Buffer.alloc(length) : noise(length);
  const file = openSync(disk, 'r+');
  writeSync(file, source, 0, length, layout[place].start * MiB + offset);
  closeSync(file);
}

/** Replaces the content of a partition by that of a file. */
export function replace(disk: string, place: Place, file: string): void {
  mustRun('dd', [`if=${file}`, `of=${disk}`, ...at(layout[place].start)]);
}

/** Runs a program of e2fsprogs, dosfstools, ... on a partition's content. */
export function onPartition(lab: Lab, disk: string, place: Place, program: string, args: readonly string[]) {
  const file = path.join(lab.dir, 'part');
  const { start, size } = layout[place];
  mustRun('dd', [`if=${disk}`, `of=${file}`, 'bs=1M', `skip=${start}`, `count=${size}`]);
  const ran = runProgram(program, [...args, file]);
  replace(disk, place, file);
  return ran;
}

/** Gives a disk another partition table with the same places. */
export function relabel(disk: string, labels: Partial<Record<Place, string>>): void {
  mustRun('sfdisk', ['-q', disk], { input: partitionScript(labels) });
}

function partitionScript(labels: Partial<Record<Place, string>>): string {
  const lines = Object.entries(layout).map(([place, { start, size, label }]) => {
    const uuid =
      place === 'foreign' ? undefined : partitionUuid(installation, place as Exclude<Place, 'foreign'>);
    const name = labels[place as Place] ?? label;
    return `start=${start}MiB, size=${size}MiB, name="${name}"${uuid === undefined ? '' : `, uuid=${uuid}`}`;
  });
  return ['label: gpt', ...lines, ''].join('\n');
}

function makeExt4(file: string, { size, label }: { size: number; label: string }, tree: string): void {
  mustRun('truncate', ['-s', `${size}M`, file]);
  const uuid = '7f5000aa-1234-4abc-8def-0123456789ab';
  mustRun('mkfs.ext4', [...dataExt4Arguments(label, uuid), '-d', tree, file]);
}

function at(startMiB: number): string[] {
  return ['bs=1M', `seek=${startMiB}`, 'conv=notrunc', 'status=none'];
}

function copyOf(from: string, to: string): string {
  copyFileSync(from, to, constants.COPYFILE_FICLONE);
  return to;
}

function digests(disk: string): Record<Place, string> {
  const file = openSync(disk, 'r');
  const digest = ({ start, size }: { start: number; size: number }) => {
    const hash = createHash('sha256');
    const buffer = Buffer.alloc(4 * MiB);
    for (let done = 0; done < size; done += 4) {
      readSync(file, buffer, 0, buffer.length, (start + done) * MiB);
      hash.update(buffer);
    }
    return hash.digest('hex');
  };
  const all = Object.entries(layout).map(([place, where]) => [place, digest(where)] as const);
  closeSync(file);
  return Object.fromEntries(all) as Record<Place, string>;
}

/** The same noise every time. */
function noise(length: number): Buffer {
  return createCipheriv('aes-128-ctr', Buffer.alloc(16), Buffer.alloc(16)).update(Buffer.alloc(length));
}
