import { later } from '../../base/language/texts.js';

interface Kind {
  /** `sd`: the beginning of its names. */
  name: string;
  /** Names of whole devices, an extended regular expression that JavaScript and `grep -xE` read alike. */
  pattern: string;
  /** Completes "`sr0` is ...". */
  what: string;
}

/** Disks that the installer puts a system on. */
export interface UsableKind extends Kind {
  usable: true;
  /** Names that machines have, for "did you mean". */
  usual: readonly string[];
}

/** Devices with names that are known, and of no use to the installer. */
export interface RefusedKind extends Kind {
  usable: false;
  /** Why not, as a sentence. */
  why: string;
  /** lsblk calls it a disk, and nobody wants a system there: lists leave it out without a word. */
  isExpected?: boolean;
  /** The disk that a name of this kind stands for, where there is one. */
  instead?: (name: string) => string;
}

export type DiskKind = UsableKind | RefusedKind;

const letters = [...'abcdefghijklmnopqrstuvwxyz'];
const digits = [...'0123456789'];
/** Numbers as the kernel writes them. */
const number = '(0|[1-9][0-9]*)';
const isVolatile = 'Its content is lost when the machine is switched off.';
const isAssembled = 'The installer writes to single disks, and the initramfs assembles no volumes.';

/**
 * The only list of what a disk is. From it come the check of the spec, the disks that the wizard reads from lsblk,
 * and the table that the installer on the device follows ({@link deviceTable}). A name that is not here is unknown,
 * and refused: what a name stands for is wiped.
 */
export const diskKinds: readonly DiskKind[] = [
  {
    usable: true,
    name: 'sd',
    pattern: 'sd[a-z]+',
    what: later`a SATA, SAS or USB disk`,
    usual: letters.map((letter) => `sd${letter}`),
  },
  {
    usable: true,
    name: 'nvme',
    pattern: `nvme${number}n[1-9][0-9]*`,
    what: later`an NVMe disk`,
    usual: digits.map((digit) => `nvme${digit}n1`),
  },
  {
    usable: true,
    name: 'mmcblk',
    pattern: `mmcblk${number}`,
    what: later`an eMMC or SD card`,
    usual: digits.map((digit) => `mmcblk${digit}`),
  },
  {
    usable: true,
    name: 'vd',
    pattern: 'vd[a-z]+',
    what: later`a disk of a virtual machine (virtio)`,
    usual: letters.map((letter) => `vd${letter}`),
  },
  {
    usable: true,
    name: 'xvd',
    pattern: 'xvd[a-z]+',
    what: later`a disk of a virtual machine (Xen)`,
    usual: letters.map((letter) => `xvd${letter}`),
  },
  {
    usable: false,
    name: 'nvme controller',
    pattern: `nvme${number}`,
    what: later`an NVMe controller`,
    why: later`The disks are its namespaces.`,
    instead: (name) => `${name}n1`,
  },
  {
    usable: false,
    name: 'nvme path',
    pattern: `nvme${number}c${number}n[1-9][0-9]*`,
    what: later`one of the paths to an NVMe disk`,
    why: later`The name of the disk has no path in it.`,
    isExpected: true,
    instead: (name) => name.replace(/c\d+/, ''),
  },
  {
    usable: false,
    name: 'mmcblk area',
    pattern: `mmcblk${number}(boot[0-9]+|rpmb|gp[0-9]+)`,
    what: later`a small area beside the disk of an eMMC`,
    why: later`No system fits on it.`,
    isExpected: true,
    instead: (name) => name.replace(/(boot|rpmb|gp)\d*$/, ''),
  },
  {
    usable: false,
    name: 'hd',
    pattern: 'hd[a-z]+',
    what: later`the name that old kernels gave to an IDE disk`,
    why: later`The kernels of Fedora call such disks \`sda\`, \`sdb\` and so on.`,
    instead: (name) => name.replace(/^hd/, 'sd'),
  },
  {
    usable: false,
    name: 'dasd',
    pattern: 'dasd[a-z]+',
    what: later`a disk of an IBM Z machine`,
    why: later`Images are for x86_64, where there are no such disks.`,
  },
  {
    usable: false,
    name: 'pmem',
    pattern: `pmem${number}([.][1-9][0-9]*)?s?`,
    what: later`persistent memory`,
    why: later`The initramfs has no drivers for it.`,
  },
  {
    usable: false,
    name: 'nbd',
    pattern: `nbd${number}`,
    what: later`a disk that another machine serves`,
    why: later`The firmware cannot start a system from it.`,
  },
  {
    usable: false,
    name: 'md',
    pattern: `md(${number}|_d${number}|/.+)`,
    what: later`a RAID array`,
    why: isAssembled,
  },
  {
    usable: false,
    name: 'dm',
    pattern: `(dm-${number}|mapper/.+)`,
    what: later`a volume of LVM, LUKS or multipath`,
    why: isAssembled,
  },
  {
    usable: false,
    name: 'loop',
    pattern: `loop${number}`,
    what: later`a loop device`,
    why: later`It shows a file as if it were a disk.`,
    isExpected: true,
  },
  {
    usable: false,
    name: 'zram',
    pattern: `zram${number}`,
    what: later`a compressed disk in memory`,
    why: isVolatile,
    isExpected: true,
  },
  {
    usable: false,
    name: 'ram',
    pattern: `ram${number}`,
    what: later`a disk in memory`,
    why: isVolatile,
    isExpected: true,
  },
  {
    usable: false,
    name: 'sr',
    pattern: `(sr|scd)${number}`,
    what: later`an optical drive`,
    why: later`It cannot be partitioned.`,
    isExpected: true,
  },
  {
    usable: false,
    name: 'fd',
    pattern: `fd${number}`,
    what: later`a floppy disk`,
    why: later`No system fits on it.`,
    isExpected: true,
  },
];

const usableKinds: readonly UsableKind[] = diskKinds.filter((kind) => kind.usable);

/** All names that are a disk for the installer, as one regular expression. */
export const usablePattern = usableKinds.map(({ pattern }) => pattern).join('|');

/** Names that are worth comparing a slip with. */
export const usualDisks: readonly string[] = usableKinds.flatMap(({ usual }) => usual);

/** For the installer on the device (disks.sh): `NAME PATTERN` a line, only of kinds that it may write to. */
export const deviceTable = usableKinds.map(({ name, pattern }) => `${name} ${pattern}`).join('\n');

/** The kind that has such names (`sda`, without `/dev/`); null for a name that is unknown, and for partitions. */
export function kindOf(name: string): DiskKind | null {
  return diskKinds.find(({ pattern }) => new RegExp(`^(?:${pattern})$`).test(name)) ?? null;
}

export function isUsableDisk(name: string): boolean {
  return kindOf(name)?.usable === true;
}

/**
 * The disk of a known kind that a partition lies on; null where the text names no such partition. The kernel puts a
 * `p` before the number where the name of the disk ends in a digit: `sda1`, `nvme0n1p1`.
 */
export function diskOfPartition(name: string): string | null {
  const match = /^(?:(.*\d)p|(.*\D))\d+$/.exec(name);
  const disk = match?.[1] ?? match?.[2];
  return disk !== undefined && kindOf(disk) !== null ? disk : null;
}
