import type { PlannedPartition } from '../spec/partition-plan.js';

/**
 * Features of every ext4 of ours. GRUB 2.06 reads neither orphan_file nor metadata_csum_seed, which newer
 * e2fsprogs turn on by themselves (mke2fs.conf(5)).
 */
const ext4Features = '^orphan_file,^metadata_csum_seed';

/** mke2fs(8) options of every data partition but for `-E`, wherever it is made. */
const dataExt4Options = ['-q', '-F', '-e', 'remount-ro', '-m', '1', '-O', ext4Features];
/** Values of its option `-E`: nothing is left for the kernel to do after the first mount. */
const dataExt4Extended = 'lazy_itable_init=0,lazy_journal_init=0';

/** mke2fs(8) arguments of a data partition in a disk image, which is the same each time. */
export function dataExt4Arguments(label: string, uuid: string): string[] {
  return [...dataExt4Options, '-L', label, '-U', uuid, '-E', `${dataExt4Extended},hash_seed=${uuid}`];
}

/** Words of the command with which a device makes a file system, but for `-L LABEL` or `-n LABEL` and the device. */
export const deviceMakers = {
  ext4: ['mkfs.ext4', ...dataExt4Options, '-E', dataExt4Extended],
  btrfs: ['mkfs.btrfs', '-q', '-f', '-m', 'dup'],
} as const;

/**
 * mke2fs(8) arguments of a slot. It is written as a whole and only ever read, so it has no journal, no reserve
 * and no more inodes than its content needs.
 */
export function slotExt4Arguments(label: string, uuid: string, inodes: number): string[] {
  return [
    ...['-q', '-F', '-L', label, '-U', uuid, '-e', 'continue', '-m', '0', '-b', '4096'],
    ...['-O', `^has_journal,^resize_inode,${ext4Features}`, '-N', String(inodes)],
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
