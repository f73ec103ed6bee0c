import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { atomicWriteFile } from '../base/fs/atomic-write.js';
import { keepAside } from '../base/fs/kept-copy.js';
import { readSmallText } from '../base/fs/read-small-file.js';
import { t } from '../base/language/texts.js';
import type { BuiltArtefact, BuiltDisk } from '../build/built-image.js';
import { kindOf } from '../config/fields/disk-kinds.js';
import { diskFormatOf } from '../config/outputs.js';
import type { TaskContext } from '../engine/progress.js';
import type { VirtualDisk } from './qemu.js';

/** Beside a disk that is ours and lies over no artefact, or not yet. */
const unfinished = `${JSON.stringify({ over: null })}\n`;

/** How a disk is plugged into the machine, so that the guest sees it under the name that the spec has. */
export function connectionOf(device: string): Pick<VirtualDisk, 'bus' | 'serial'> {
  const serial = /^serial:(.+)$/.exec(device)?.[1];
  if (serial !== undefined) return { serial };
  const byId = /^\/dev\/disk\/by-id\/(virtio-|scsi-0QEMU_QEMU_HARDDISK_)(.+)$/.exec(device);
  if (byId?.[2] !== undefined) return { bus: byId[1] === 'virtio-' ? 'virtio' : 'scsi', serial: byId[2] };
  return { bus: buses[kindOf(device)?.name ?? ''] ?? 'scsi' };
}

/** Of disks with other names a built image boots all the same; an installer says that they are not there. */
const buses: Readonly<Record<string, VirtualDisk['bus']>> = { sd: 'scsi', vd: 'virtio', nvme: 'nvme' };

/** Disks of one bus get their names in the order in which they are plugged in: `sda` before `sdb`. */
export function inPlugOrder<Disk extends { device: string }>(disks: readonly Disk[]): Disk[] {
  return [...disks].sort((a, b) => a.device.localeCompare(b.device, 'en', { numeric: true }));
}

/**
 * A disk that holds what `artefact` holds and takes writes, without the artefact being touched. It is kept
 * between boots, and made again when the artefact has changed since.
 * @param file of the overlay; beside it `FILE.json` remembers what it lies over.
 * @returns whether it was made again.
 */
export async function prepareOverlay(
  ctx: TaskContext,
  artefact: BuiltArtefact,
  file: string,
): Promise<boolean> {
  const memory = `${JSON.stringify({ over: artefact.sha256 })}\n`;
  if ((await readSmallText(`${file}.json`).catch(() => null)) === memory && existsSync(file)) {
    return false;
  }
  await keepForeignDisk(file);
  await mkdir(path.dirname(file), { recursive: true });
  // Until it is whole it lies over nothing.
  await atomicWriteFile(`${file}.json`, unfinished);
  await ctx.engine.run({
    program: 'qemu-img',
    // Relative, so that the project's folder may be moved.
    args: [
      ...['create', '-q', '-f', 'qcow2', '-F', diskFormatOf(artefact.kind)?.driver ?? 'raw'],
      ...['-b', path.relative(path.dirname(file), artefact.file), file],
    ],
    purpose: t`making the virtual machine’s disk`,
    signal: ctx.signal,
  });
  await atomicWriteFile(`${file}.json`, memory);
  return true;
}

/** Makes an empty disk of the plan's size; that of the installation before is gone. */
export async function makeEmptyDisk(ctx: TaskContext, disk: BuiltDisk, file: string): Promise<void> {
  await keepForeignDisk(file);
  await mkdir(path.dirname(file), { recursive: true });
  await atomicWriteFile(`${file}.json`, unfinished);
  await ctx.engine.run({
    program: 'qemu-img',
    args: ['create', '-q', '-f', 'qcow2', file, `${disk.sizeMiB}M`],
    purpose: t`making an empty virtual disk`,
    signal: ctx.signal,
  });
}

/** Keeps a disk under a name of ours that nothing of ours is known of: `FILE.json` is missing beside it. */
async function keepForeignDisk(file: string): Promise<void> {
  if (!existsSync(file) || existsSync(`${file}.json`)) return;
  await keepAside(file, new Date());
  // qemu-img writes into the file that is there.
  await rm(file);
}
