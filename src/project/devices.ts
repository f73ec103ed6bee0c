import type { Engine } from '../engine/engine.js';
import { isUsableDisk, kindOf } from '../spec/disk-kinds.js';
import { badInput, type Failure } from '../spec/failure.js';

/** A whole disk as lsblk shows it. */
export interface BlockDisk {
  /** Kernel name: `sda`. */
  name: string;
  sizeMiB: number;
  /** Bytes of a logical sector. */
  sectorSize: number;
  /** Empty where the disk does not say, as in virtual machines. */
  model: string;
  serial: string;
  /** Path below /dev/disk/by-id, or null: lsblk tells it from version 2.39 on, with `-O` or the column ID-LINK. */
  byId: string | null;
  /** `sata`, `nvme`, `usb`, `mmc`, or null. */
  transport: string | null;
}

/** To be run on the device; {@link readLsblk} reads what it prints. */
export const lsblkCommand = 'lsblk --json -b -o NAME,PATH,SIZE,LOG-SEC,MODEL,SERIAL,TYPE,TRAN';

/** What a machine has. */
export interface DeviceDisks {
  /** Those that the installer can put a system on. */
  disks: BlockDisk[];
  /** Names of other disks, which a person may look for. */
  leftOut: string[];
}

/** The disks of this machine. @throws Failure as the engine does. */
export async function ownDisks(engine: Engine, signal: AbortSignal): Promise<DeviceDisks> {
  const { stdout } = await engine.run({
    program: 'lsblk',
    // Each version knows other columns, and refuses those that it does not know.
    args: ['--json', '-b', '-O'],
    purpose: 'looking at the disks of this machine',
    capture: true,
    signal,
  });
  return readLsblk(stdout);
}

/**
 * Reads the disks from lsblk's JSON: those of the kinds that the installer can use. Partitions, volumes and readers
 * without a card are left out without a word, and so are optical drives, disks in memory and the like.
 * @throws Failure with exit status 2 for other text, with the command to run on the device.
 */
export function readLsblk(text: string): DeviceDisks {
  const devices = blockDevices(text);
  if (devices === null) {
    throw unreadable('This is not what `lsblk --json` prints.');
  }
  const all = devices.filter((device) => (device.type ?? 'disk') === 'disk');
  const filled = all.filter((device) => bytesOf(device.size) !== 0);
  return {
    disks: filled.filter((device) => isUsableDisk(nameOf(device))).map(diskOf),
    leftOut: filled.map(nameOf).filter(isWorthTelling),
  };
}

function isWorthTelling(name: string): boolean {
  const kind = kindOf(name);
  return kind === null || !(kind.usable || kind.isExpected);
}

type Device = Record<string, unknown>;

/** What a shell printed around it, a prompt or the command itself, does not matter. */
function blockDevices(text: string): Device[] | null {
  try {
    const value = JSON.parse(text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1)) as unknown;
    const list = isRecord(value) ? value.blockdevices : null;
    return Array.isArray(list) && list.every((one) => isRecord(one) && nameOf(one) !== '') ? list : null;
  } catch {
    return null;
  }
}

function diskOf(device: Device): BlockDisk {
  const name = nameOf(device);
  const bytes = bytesOf(device.size);
  if (bytes === null) throw unreadable(`lsblk gives no size for the disk \`${name}\`.`);
  const link = textOf(device['id-link']);
  const transport = textOf(device.tran);
  return {
    name,
    sizeMiB: Math.floor(bytes / 2 ** 20),
    // Nearly all disks have it; the column is missing where it was not asked for.
    sectorSize: bytesOf(device['log-sec']) ?? 512,
    model: textOf(device.model),
    serial: textOf(device.serial),
    byId: link === '' ? null : `/dev/disk/by-id/${link}`,
    transport: transport === '' ? null : transport,
  };
}

function nameOf(device: Device): string {
  return textOf(device.name).replace(/^\/dev\//, '');
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value.trim() : '';
}

/**
 * Older versions of lsblk print numbers as strings. Without `-b` sizes are powers of 1024 with one letter and, as
 * the locale has it, a point or a comma.
 */
function bytesOf(value: unknown): number | null {
  if (typeof value === 'number') return value >= 0 ? value : null;
  const found = /^(\d+(?:[.,]\d+)?)([BKMGTPE]?)$/.exec(textOf(value));
  if (found === null) return null;
  const [, number = '', unit = ''] = found;
  return Math.round(Number(number.replace(',', '.')) * 1024 ** Math.max(0, 'BKMGTPE'.indexOf(unit)));
}

function unreadable(what: string): Failure {
  return badInput({ what, remedy: `Run this on the device, and give what it prints: \`${lsblkCommand}\`` });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
