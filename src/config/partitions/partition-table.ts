import { later } from '../../base/language/texts.js';
import type { PartitionKind } from './partition-record.js';

/**
 * The partitions of a device, a record each: the seed's table with labels of our own, and a second ESP. Everything
 * that knows a partition reads it here: fields of the spec and their flags, the plan of the disks, images, fstab, the
 * wizard's rows and its map, the manual's table. What `sh` needs on the device and in the installers is made from it
 * by `npm run partitions`.
 */

const espType = 'C12A7328-F81F-11D2-BA4B-00A0C93EC93B';
/** Generic for the roots too: the types for roots would be mounted by systemd-gpt-auto-generator. */
const linuxType = '0FC63DAF-8483-4772-8E79-3D69D8477DE4';

const espKind = {
  role: 'esp',
  typeGuid: espType,
  fileSystem: 'vfat',
  mountPoint: '/boot/efi',
  sizedBy: 'esp',
  use: null,
} as const;

const slotKind = {
  role: 'slot',
  fsLabel: 'tfr-root',
  typeGuid: linuxType,
  fileSystem: 'ext4',
  mountPoint: '/',
  sizedBy: 'root',
  use: null,
} as const;

const plainUse = {
  options: 'noatime',
  mayFormat: true,
  salvage: false,
  makesRoom: false,
  packagesDoWithout: false,
  standInMiB: 16,
} as const;

/** btrfs with doubled metadata: `mkfs.btrfs -m dup` 6.2 refuses less than 114294784 bytes; rounded up. */
const leastBtrfs = everySector(128);

const records = {
  esp: {
    ...espKind,
    label: 'EFI System Partition',
    fsLabel: 'TFR-ESP',
    idHead: '7f500001',
    size: {
      label: 'esp',
      purpose: later`EFI system partition: shim, GRUB and the state of the boot slots.`,
      description: 'EFI system partition.',
      flagHelp: 'EFI system partition',
      // FAT32 needs 65525 clusters of at least one sector: the seed's 200 MiB are too few of 4096 bytes.
      usual: { 512: 200, 4096: 260 },
      // `mkfs.vfat -F 32` stops warning at 33 MiB (512-byte sectors) and 257 MiB (4096), measured with dosfstools
      // 4.2; rounded up for boot files and alignment.
      least: { 512: 64, 4096: 260 },
      mayBeZero: false,
    },
    map: { letter: 'E', colour: 0 },
    manual: { point: '(ESP)', use: 'shim, GRUB; not mounted' },
  },
  rootA: {
    ...slotKind,
    label: 'tfr-root-a',
    idHead: '7f500002',
    size: {
      label: 'root A, B',
      purpose: later`Each of the two root slots. One is copied into memory at boot, the other stands by; both hold the same image after the installation.`,
      description: 'Each of the two root slots.',
      flagHelp: 'each of the two root slots',
      usual: everySector(2048),
      least: everySector(64),
      mayBeZero: false,
    },
    map: { letter: 'A', colour: 1 },
    manual: { point: '/ (A)', use: 'root image; copied into memory, not mounted' },
  },
  rootB: {
    ...slotKind,
    label: 'tfr-root-b',
    idHead: '7f500003',
    size: null,
    map: { letter: 'B', colour: 2 },
    manual: { point: '/ (B)', use: 'the same image' },
  },
  persist: {
    role: 'persist',
    label: 'tfr-persist',
    fsLabel: 'tfr-persist',
    typeGuid: linuxType,
    idHead: '7f500004',
    fileSystem: 'ext4',
    mountPoint: '/persist',
    sizedBy: 'persist',
    size: {
      label: 'persist',
      purpose: later`/persist: identity and settings of this device. Mounted read-only.`,
      description: '/persist: read-only persistent data.',
      flagHelp: '/persist',
      usual: everySector(200),
      // ext4 has a journal and room.
      least: everySector(16),
      mayBeZero: false,
    },
    use: { ...plainUse, options: 'ro,noatime', mayFormat: false },
    map: { letter: 'P', colour: 3 },
    manual: { point: '/persist', use: 'persistent data, read-only; repaired at boot, never formatted' },
  },
  log: {
    role: 'data',
    label: 'tfr-log',
    fsLabel: 'tfr-log',
    typeGuid: linuxType,
    idHead: '7f500005',
    fileSystem: 'ext4',
    mountPoint: '/var/log',
    sizedBy: 'log',
    size: {
      label: 'log',
      purpose: later`/var/log: logs, with the journal.`,
      description: '/var/log.',
      flagHelp: '/var/log',
      variable: 'PARTSIZE_LOG',
      usual: everySector(2048),
      // Below it the journal of ext4 has 1 MiB only.
      least: everySector(32),
      mayBeZero: false,
    },
    use: {
      options: 'noatime,lazytime,commit=30,errors=remount-ro',
      mayFormat: true,
      salvage: false,
      makesRoom: true,
      packagesDoWithout: true,
      standInMiB: 64,
    },
    map: { letter: 'L', colour: 4 },
    manual: { point: '/var/log', use: 'logs; repaired or formatted at boot' },
  },
  opt: {
    role: 'data',
    label: 'tfr-opt',
    fsLabel: 'tfr-opt',
    typeGuid: linuxType,
    idHead: '7f500006',
    fileSystem: 'btrfs',
    mountPoint: '/opt',
    sizedBy: 'opt',
    size: {
      label: 'opt',
      purpose: later`/opt: applications of your own. \`0\` leaves it out.`,
      description: '/opt; 0 leaves it out.',
      flagHelp: '/opt; 0 leaves it out',
      variable: 'PARTSIZE_OPT',
      usual: everySector(2048),
      least: leastBtrfs,
      mayBeZero: true,
    },
    use: { ...plainUse, salvage: true },
    map: { letter: 'O', colour: 5 },
    manual: { point: '/opt', use: 'applications; size 0 leaves it out' },
  },
  cache: {
    role: 'data',
    label: 'tfr-cache',
    fsLabel: 'tfr-cache',
    typeGuid: linuxType,
    idHead: '7f500007',
    fileSystem: 'btrfs',
    mountPoint: '/var/cache',
    sizedBy: 'cache',
    size: {
      label: 'cache',
      purpose: later`/var/cache: what can be lost. \`0\` leaves it out.`,
      description: '/var/cache; 0 leaves it out.',
      flagHelp: '/var/cache; 0 leaves it out',
      variable: 'PARTSIZE_CACHE',
      usual: everySector(4096),
      least: leastBtrfs,
      mayBeZero: true,
    },
    use: { ...plainUse, packagesDoWithout: true },
    map: { letter: 'C', colour: 6 },
    manual: { point: '/var/cache', use: 'caches; size 0 leaves it out' },
  },
  docker: {
    role: 'data',
    label: 'tfr-docker',
    fsLabel: 'tfr-docker',
    typeGuid: linuxType,
    idHead: '7f500008',
    fileSystem: 'btrfs',
    mountPoint: '/var/lib/docker',
    sizedBy: 'docker',
    size: {
      label: 'docker',
      purpose: later`/var/lib/docker: images and volumes of containers. \`0\` leaves it out.`,
      description: '/var/lib/docker; 0 leaves it out.',
      flagHelp: '/var/lib/docker; 0 leaves it out',
      variable: 'PARTSIZE_DOCKER',
      usual: everySector(8192),
      least: leastBtrfs,
      mayBeZero: true,
    },
    use: plainUse,
    map: { letter: 'D', colour: 7 },
    manual: { point: '/var/lib/docker', use: 'Docker; size 0 leaves it out' },
  },
  // Behind all others, so that GRUB finds the slots under the numbers that they always had.
  esp2: {
    ...espKind,
    label: 'tfr-esp-2',
    fsLabel: 'TFR-ESP-2',
    idHead: '7f500009',
    size: null,
    map: { letter: 'E', colour: 0 },
    manual: { point: '(second ESP)', use: 'the same files once more; not mounted' },
  },
} as const satisfies Readonly<Record<string, PartitionKind>>;

type Records = typeof records;

/** One partition of the fixed table, in its order on the disk. */
export type PartitionName = keyof Records;
/** Partitions whose size a person sets. Both root slots have one size. */
export type SizedPartition = Records[PartitionName]['sizedBy'];
/** Partitions that may live on another disk than the main one, and that the healer may format. */
export type DataPartition = {
  [Name in PartitionName]: Records[Name]['role'] extends 'data' ? Name : never;
}[PartitionName];

export const partitionTable: Readonly<Record<PartitionName, PartitionKind & { sizedBy: SizedPartition }>> =
  records;

export const partitionNames = Object.keys(records) as readonly PartitionName[];

export const dataPartitions = partitionNames.filter(isDataPartition);

export function isDataPartition(name: string): name is DataPartition {
  return Object.hasOwn(records, name) && records[name as PartitionName].role === 'data';
}

function everySector(mib: number): { 512: number; 4096: number } {
  return { 512: mib, 4096: mib };
}
