import type { PlannedPartition } from '../../config/partitions/partition-plan.js';
import type { FileSystem } from '../../config/partitions/partition-record.js';

/**
 * Features of every ext4 of ours. GRUB 2.06 reads neither orphan_file nor metadata_csum_seed, which newer
 * e2fsprogs turn on by themselves (mke2fs.conf(5)); those before 1.47 stop at orphan_file, which they do not know.
 */
export const ext4Features = {
  every: '^metadata_csum_seed',
  newer: '^orphan_file',
  slot: '^has_journal',
} as const;
const usualFeatures = `${ext4Features.newer},${ext4Features.every}`;

/** mke2fs(8) options of every data partition but for `-E`, wherever it is made. */
const dataExt4Options = ['-q', '-F', '-e', 'remount-ro', '-m', '1', '-O', usualFeatures];
/** Values of its option `-E`: nothing is left for the kernel to do after the first mount. */
const dataExt4Extended = 'lazy_itable_init=0,lazy_journal_init=0';

/** mke2fs(8) arguments of a data partition in a disk image, which is the same each time. */
export function dataExt4Arguments(label: string, uuid: string): string[] {
  return [...dataExt4Options, '-L', label, '-U', uuid, '-E', `${dataExt4Extended},hash_seed=${uuid}`];
}

/**
 * The command with which a device makes a file system, as a line of sh.
 * @param label And device: words of the shell.
 */
export const deviceMakers: Readonly<Record<FileSystem, (label: string, device: string) => string>> = {
  ext4: (label, device) =>
    ['mkfs.ext4', ...dataExt4Options, '-E', dataExt4Extended, '-L', label, device].join(' '),
  btrfs: (label, device) => `mkfs.btrfs -q -f -m dup -L ${label} ${device}`,
  vfat: (label, device) => `mkfs.vfat -F 32 -n ${label} -S "$(blockdev --getss ${device})" ${device}`,
};

/**
 * mke2fs(8) arguments of a slot. It is written as a whole and only ever read, so it has no journal, no reserve
 * and no more inodes than its content needs.
 */
export function slotExt4Arguments(label: string, uuid: string, inodes: number): string[] {
  return [
    ...['-q', '-F', '-L', label, '-U', uuid, '-e', 'continue', '-m', '0', '-b', '4096'],
    ...['-O', `${ext4Features.slot},^resize_inode,${usualFeatures}`, '-N', String(inodes)],
    ...['-E', `lazy_itable_init=0,hash_seed=${uuid}`],
  ];
}

/** mkfs.vfat(8) arguments; `volumeId` is eight hex digits. */
export function fatArguments(label: string, volumeId: string, sectorSize: number): string[] {
  return ['-F', '32', '-n', label, '-i', volumeId, '--invariant', '-S', String(sectorSize)];
}

/** Partitions that a disk image carries empty; the healer formats what is all zero at the first boot. */
export function isMadeOnDevice(partition: Pick<PlannedPartition, 'fileSystem'>): boolean {
  return partition.fileSystem === 'btrfs';
}
