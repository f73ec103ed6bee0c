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
}

const espType = 'C12A7328-F81F-11D2-BA4B-00A0C93EC93B';
/** Generic for the roots too: the types for roots would be mounted by systemd-gpt-auto-generator. */
const linuxType = '0FC63DAF-8483-4772-8E79-3D69D8477DE4';

/** The seed's table, with the labels of our own. */
export const partitionTable: Readonly<Record<PartitionName, PartitionKind>> = {
  esp: kind('EFI System Partition', espType, 'vfat', '/boot/efi', 'esp'),
  rootA: kind('tfr-root-a', linuxType, 'ext4', '/', 'root'),
  rootB: kind('tfr-root-b', linuxType, 'ext4', '/', 'root'),
  persist: kind('tfr-persist', linuxType, 'ext4', '/persist', 'persist'),
  log: kind('tfr-log', linuxType, 'ext4', '/var/log', 'log'),
  opt: kind('tfr-opt', linuxType, 'btrfs', '/opt', 'opt'),
  cache: kind('tfr-cache', linuxType, 'btrfs', '/var/cache', 'cache'),
  docker: kind('tfr-docker', linuxType, 'btrfs', '/var/lib/docker', 'docker'),
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

function kind(
  label: string,
  typeGuid: string,
  fileSystem: FileSystem,
  mountPoint: string,
  sizedBy: SizedPartition,
): PartitionKind {
  return { label, typeGuid, fileSystem, mountPoint, sizedBy };
}
