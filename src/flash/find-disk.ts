import { constants } from 'node:fs';
import { access, readdir, realpath } from 'node:fs/promises';
import path from 'node:path';
import { badInput, type Failure, missingHere } from '../base/failure.js';
import { t } from '../base/language/texts.js';
import { shellWords } from '../base/text/shell-quote.js';
import { byIdFolder, childrenOf, type LsblkDevice, lsblkHere, nameOf, parseLsblk } from '../doctor/lsblk.js';
import type { Engine } from '../engine/engine.js';
import { type FlashDisk, flashDisks, titleOf } from './flash-disk.js';
import type { FlashImage } from './flash-image.js';

/** The disks of this machine, as they are now, and what lsblk says of all devices. */
export interface DisksHere {
  disks: readonly FlashDisk[];
  devices: readonly LsblkDevice[];
}

/** @throws Failure: 3 without lsblk, 1 for what it prints being unreadable. */
export async function disksHere(engine: Engine, signal: AbortSignal): Promise<DisksHere> {
  const devices = parseLsblk(await lsblkHere(engine, signal)) ?? [];
  return { devices, disks: flashDisks(devices, await stableNames()) };
}

/**
 * The disk that a person has named.
 * @param named a path below /dev, a link to one, or a kernel name
 * @throws Failure with exit status 2 when there is none, or it is a part of a disk.
 */
export async function findDisk(named: string, { disks, devices }: DisksHere): Promise<FlashDisk> {
  const file = named.includes('/') ? path.resolve(named) : path.join('/dev', named);
  const device = await realpath(file).catch(() => null);
  const disk = disks.find((one) => one.path === device);
  if (disk !== undefined) return disk;
  const whole = devices.find((one) => childrenOf(one).some((part) => `/dev/${nameOf(part)}` === device));
  if (whole !== undefined) {
    throw badInput({
      what: t`\`${named}\` is a part of the disk /dev/${nameOf(whole)}, and the image is that of a whole disk.`,
      remedy: t`Name the disk. To see all of them: tmpfsroot-wizard flash --list`,
    });
  }
  throw badInput({
    what: device === null ? t`There is no disk \`${named}\`.` : t`\`${named}\` is not a disk.`,
    remedy: t`Plug it in, and see which disks there are: tmpfsroot-wizard flash --list`,
  });
}

/**
 * Refuses a name that may be that of another disk tomorrow, where nobody is there to look at the model.
 * @throws Failure with exit status 2.
 */
export function requireStableName(named: string, disk: FlashDisk): void {
  if (path.dirname(path.resolve(named)) === byIdFolder) return;
  throw badInput({
    what: t`With --yes, \`${named}\` is not taken for the name of a disk.`,
    why: t`The kernel names disks in the order in which it finds them: the next one that is plugged in can get this name.`,
    remedy:
      disk.byId === null
        ? t`This disk has no name in ${byIdFolder}: leave --yes out, and type its model on a terminal.`
        : t`Name it as it is called there too: --disk ${disk.byId}`,
  });
}

/** Whether a disk that was looked at before is still the one. */
export function isSameDisk(one: FlashDisk, other: FlashDisk): boolean {
  const marks = ({ path: at, bytes, model, serial }: FlashDisk) => [at, bytes, model, serial].join('\n');
  return marks(one) === marks(other);
}

/**
 * Refuses a disk that this user may not write to. udisks would open it for who sits at the machine, but it hands the open
 * file over by D-Bus, which Node.js cannot take.
 * @throws Failure with exit status 3.
 */
export async function requireWritable(disk: FlashDisk, image: FlashImage): Promise<void> {
  try {
    await access(disk.path, constants.R_OK | constants.W_OK);
  } catch (error) {
    throw notAllowed(disk, image, error);
  }
}

function notAllowed(disk: FlashDisk, { file }: FlashImage, error: unknown): Failure {
  return missingHere({
    what: t`You may not write to ${titleOf(disk)}.`,
    why: `${(error as Error).message}.`,
    remedy: t`Run it as root: sudo env "PATH=$PATH" tmpfsroot-wizard ${shellWords(['flash', file, '--disk', disk.byId ?? disk.path])}`,
  });
}

/** The names of devices in /dev/disk/by-id, the ones with the model's name before numbers. */
async function stableNames(): Promise<Map<string, string>> {
  const names = await readdir(byIdFolder).catch(() => []);
  const isNumber = (name: string) => /^(wwn|nvme-eui|nvme-uuid|dm|md|lvm)-/.test(name);
  const found = new Map<string, string>();
  for (const name of names.sort((a, b) => Number(isNumber(a)) - Number(isNumber(b)) || (a < b ? -1 : 1))) {
    const link = path.join(byIdFolder, name);
    const device = await realpath(link).catch(() => null);
    if (device !== null && !found.has(device)) found.set(device, link);
  }
  return found;
}
