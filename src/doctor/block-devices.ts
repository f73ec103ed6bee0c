import { badInput, type Failure } from '../base/failure.js';
import { t } from '../base/language/texts.js';
import { isUsableDisk, kindOf } from '../config/fields/disk-kinds.js';
import type { Engine } from '../engine/engine.js';
import { byIdOf, bytesOf, type LsblkDevice, lsblkHere, nameOf, parseLsblk, textOf } from './lsblk.js';
import { isLsblkTable, readLsblkTable } from './lsblk-table.js';

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
  /** As {@link byIdOf}. */
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
  return readLsblk(await lsblkHere(engine, signal));
}

/** Whether a text is what lsblk printed, as JSON or as a table, rather than the name of a file. */
export function isLsblkOutput(text: string): boolean {
  return /^\s*\{/.test(text) || isLsblkTable(text);
}

/**
 * Reads the disks from lsblk's JSON, or from the table that it prints without options: those of the kinds that the
 * installer can use. Partitions, volumes and readers without a card are left out without a word, and so are optical
 * drives, disks in memory and the like.
 * @throws Failure with exit status 2 for other text, with the command to run on the device.
 */
export function readLsblk(text: string): DeviceDisks {
  const isTable = isLsblkTable(text);
  const devices = isTable ? readLsblkTable(text) : parseLsblk(text);
  if (devices === null) {
    throw unreadable(
      isTable
        ? t`Of the tables that lsblk prints, only the one that it prints without options can be read.`
        : t`This is not what \`lsblk --json\` prints.`,
    );
  }
  const all = (devices as readonly LsblkDevice[]).filter((device) => (device.type ?? 'disk') === 'disk');
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

function diskOf(device: LsblkDevice): BlockDisk {
  const name = nameOf(device);
  const bytes = bytesOf(device.size);
  if (bytes === null) throw unreadable(t`lsblk gives no size for the disk \`${name}\`.`);
  const transport = textOf(device.tran);
  return {
    name,
    sizeMiB: Math.floor(bytes / 2 ** 20),
    // Nearly all disks have it; the column is missing where it was not asked for.
    sectorSize: bytesOf(device['log-sec']) ?? 512,
    model: textOf(device.model),
    serial: textOf(device.serial),
    byId: byIdOf(device),
    transport: transport === '' ? null : transport,
  };
}

function unreadable(what: string): Failure {
  return badInput({ what, remedy: t`Run this on the device, and give what it prints: \`${lsblkCommand}\`` });
}
