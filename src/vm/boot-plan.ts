import { mkdirSync, mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { t } from '../base/language/texts.js';
import {
  type BuiltArtefact,
  type BuiltDisk,
  type BuiltImage,
  diskImageName,
  findArtefact,
  missingIso,
  networkFolder,
} from '../build/built-image.js';
import { diskFormatOf } from '../config/outputs.js';
import type { TaskContext } from '../engine/progress.js';
import { formatOfDisk } from './disk-file.js';
import type { VirtualDisk } from './qemu.js';
import { connectionOf, inPlugOrder, makeEmptyDisk, prepareOverlay } from './virtual-disks.js';

/** A disk of the machine, and what is to be done before it can be used. */
export interface PlannedDisk {
  drive: VirtualDisk;
  /** Lies over this artefact; `empty` is made new with the size of the plan; null is used as it is. */
  from: BuiltArtefact | { empty: BuiltDisk } | null;
}

/** A medium, or a folder that is to be served. */
export type InstallSource = { iso: string } | { folder: string };

export interface BootPlan {
  disks: readonly PlannedDisk[];
  memoryMiB: number;
  /** Where the firmware's variables are kept, or null: nowhere. */
  varsFile: string | null;
  logFile: string;
  install: { from: InstallSource; unattended: boolean; logFile: string } | null;
  /** Folder that is removed at the end. */
  temporaryDir: string | null;
}

/** Beside it lies what it loads, some of it in folders. */

/** Memory for a disk image of which nothing else is known. */
const usualMemoryMiB = 2048;

/**
 * What it takes to boot the last build, or with `iso` or `network` to install it first.
 * @throws Failure with exit status 2 when the build has no such output.
 */
export function planOfBuild(
  image: BuiltImage,
  projectDir: string,
  { iso, network, snapshot }: { iso: boolean; network: boolean; snapshot: boolean },
): BootPlan {
  const vmDir = path.join(projectDir, 'output', 'vm');
  const { name, memoryMiB, unattended } = image;
  const logFile = path.join(vmDir, `${name}-console.log`);
  if (!iso && !network) {
    const disks = inPlugOrder(image.disks).map((disk) => overlayOf(image, disk, vmDir, snapshot));
    const varsFile = snapshot ? null : path.join(vmDir, `${name}-vars.fd`);
    return { disks, memoryMiB, varsFile, logFile, install: null, temporaryDir: null };
  }
  const from: InstallSource = network
    ? { folder: networkFolder(image) }
    : { iso: findArtefact(image, ({ kind }) => kind === 'iso', missingIso).file };
  const diskDir = snapshot ? temporaryFolder(vmDir) : vmDir;
  return {
    disks: inPlugOrder(image.disks).map((disk) => ({
      drive: driveOf(disk, path.join(diskDir, `${diskImageName(name, disk)}-installed.qcow2`)),
      from: { empty: disk },
    })),
    memoryMiB,
    varsFile: path.join(diskDir, `${name}-installed-vars.fd`),
    logFile,
    install: { from, unattended, logFile: path.join(vmDir, `${name}-install.log`) },
    temporaryDir: snapshot ? diskDir : null,
  };
}

/**
 * What it takes to boot a disk image that stands for itself.
 * @throws Failure as {@link formatOfDisk}.
 */
export function planOfFile(
  file: string,
  header: Uint8Array,
  projectDir: string,
  { snapshot }: { snapshot: boolean },
): BootPlan {
  return {
    disks: [{ drive: { file, format: formatOfDisk(file, header), snapshot }, from: null }],
    memoryMiB: usualMemoryMiB,
    varsFile: null,
    logFile: path.join(projectDir, 'output', 'vm', `${path.parse(file).name}-console.log`),
    install: null,
    temporaryDir: null,
  };
}

/** Makes the disks that are not there yet. New disks know nothing of old firmware variables. */
export async function prepareDisks(ctx: TaskContext, { disks, varsFile }: BootPlan): Promise<void> {
  let renewed = false;
  for (const { drive, from } of disks) {
    if (from === null) continue;
    if ('empty' in from) {
      await makeEmptyDisk(ctx, from.empty, drive.file);
      renewed = true;
    } else if (await prepareOverlay(ctx, from, drive.file)) {
      renewed = true;
    }
  }
  if (renewed && varsFile !== null) await rm(varsFile, { force: true });
}

function overlayOf(image: BuiltImage, disk: BuiltDisk, vmDir: string, snapshot: boolean): PlannedDisk {
  const name = diskImageName(image.name, disk);
  const from = findArtefact(
    image,
    ({ kind, file }) => path.basename(file) === `${name}.${diskFormatOf(kind)?.driver}`,
    (built) => ({
      what: t`The last build of \`${built}\` left no disk image in output/.`,
      remedy: t`Make a disk image: tmpfsroot-wizard build --output qcow2, or install it from its ISO: tmpfsroot-wizard boot --iso`,
    }),
  );
  return { drive: { ...driveOf(disk, path.join(vmDir, `${name}.qcow2`)), snapshot }, from };
}

function driveOf({ device, sectorSize }: BuiltDisk, file: string): VirtualDisk {
  return { file, format: 'qcow2', sectorSize, ...connectionOf(device) };
}

function temporaryFolder(vmDir: string): string {
  mkdirSync(vmDir, { recursive: true });
  return mkdtempSync(path.join(vmDir, '.snapshot-'));
}
