import type { DataPartition, PartitionName, SizedPartition } from './image-spec.js';

export type FileSystem = 'vfat' | 'ext4' | 'btrfs';

/** What is fixed of each partition: its name on the disk, its use, its least size. */
export interface PartitionKind {
  /** PARTLABEL by which the device finds it. */
  label: string;
  typeGuid: string;
  fileSystem: FileSystem;
  mountPoint: string;
  /** The size in the spec that holds for it. */
  sizedBy: SizedPartition;
  /** First eight hex digits of its PARTUUID in every installation. */
  idHead: string;
  /** What the running system does with it; null for those that it does not mount. */
  use: PartitionUse | null;
}

/** How the running system uses a partition, and what the initramfs does when it cannot. */
export interface PartitionUse {
  /** mount(8) options. */
  options: string;
  /** Whether the healer may format what it cannot repair. */
  mayFormat: boolean;
  /** Whether files that can still be read are brought over when it is formatted; not of what can be made again. */
  salvage: boolean;
  /** MiB of the file system in memory that stands in for it in a boot in which it cannot be used. */
  standInMiB: number;
}

const espType = 'C12A7328-F81F-11D2-BA4B-00A0C93EC93B';
/** Generic for the roots too: the types for roots would be mounted by systemd-gpt-auto-generator. */
const linuxType = '0FC63DAF-8483-4772-8E79-3D69D8477DE4';

const plainUse: PartitionUse = { options: 'noatime', mayFormat: true, salvage: false, standInMiB: 16 };

/**
 * The seed's table, with the labels of our own. The device's scripts have it from here too
 * (src/image/partition-script.ts).
 */
export const partitionTable: Readonly<Record<PartitionName, PartitionKind>> = {
  esp: esp('EFI System Partition', '7f500001'),
  rootA: slot('tfr-root-a', '7f500002'),
  rootB: slot('tfr-root-b', '7f500003'),
  persist: data('persist', '7f500004', 'ext4', '/persist', {
    options: 'ro,noatime',
    mayFormat: false,
    salvage: false,
    standInMiB: 16,
  }),
  log: data('log', '7f500005', 'ext4', '/var/log', {
    options: 'noatime,lazytime,commit=30,errors=remount-ro',
    mayFormat: true,
    salvage: false,
    standInMiB: 64,
  }),
  opt: data('opt', '7f500006', 'btrfs', '/opt', { ...plainUse, salvage: true }),
  cache: data('cache', '7f500007', 'btrfs', '/var/cache', plainUse),
  docker: data('docker', '7f500008', 'btrfs', '/var/lib/docker', plainUse),
  // Behind all others, so that GRUB finds the slots under the numbers that they always had.
  esp2: esp('tfr-esp-2', '7f500009'),
};

export const dataPartitions: readonly DataPartition[] = ['log', 'opt', 'cache', 'docker'];

export function isDataPartition(name: string): name is DataPartition {
  return (dataPartitions as readonly string[]).includes(name);
}

/** Partitions that size 0 leaves out. */
export function isOptional(name: SizedPartition): boolean {
  return name === 'opt' || name === 'cache' || name === 'docker';
}

/**
 * The least size in MiB that works for a partition.
 * FAT32 has at least 65525 clusters of at least one sector: `mkfs.vfat -F 32` stops warning at 33 MiB
 * (512-byte sectors) and 257 MiB (4096), measured with dosfstools 4.2; rounded up for boot files and alignment.
 * btrfs with doubled metadata: `mkfs.btrfs -m dup` 6.2 refuses less than 114294784 bytes; rounded up to 128.
 * ext4: 16 MiB have a journal and room; a log below 32 MiB has a journal of 1 MiB only.
 */
export function leastMiB(name: SizedPartition, sectorSize: 512 | 4096): number {
  switch (name) {
    case 'esp':
      return sectorSize === 4096 ? 260 : 64;
    case 'root':
      return 64;
    case 'persist':
      return 16;
    case 'log':
      return 32;
    default:
      return 128;
  }
}

function esp(label: string, idHead: string): PartitionKind {
  return {
    label,
    typeGuid: espType,
    fileSystem: 'vfat',
    mountPoint: '/boot/efi',
    sizedBy: 'esp',
    idHead,
    use: null,
  };
}

function slot(label: string, idHead: string): PartitionKind {
  return {
    label,
    typeGuid: linuxType,
    fileSystem: 'ext4',
    mountPoint: '/',
    sizedBy: 'root',
    idHead,
    use: null,
  };
}

function data(
  name: DataPartition | 'persist',
  idHead: string,
  fileSystem: FileSystem,
  mountPoint: string,
  use: PartitionUse,
): PartitionKind {
  return { label: `tfr-${name}`, typeGuid: linuxType, fileSystem, mountPoint, sizedBy: name, idHead, use };
}
