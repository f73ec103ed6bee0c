import type { PartitionName } from '../../config/image-spec.js';
import { partitionTable } from '../../config/partitions/partition-table.js';

/** Stands for the installation's id in files of the image, which is the same for every installation. */
export const idPlaceholder = '@ID@';

/**
 * PARTUUID of a partition: a fixed head for each name and the tail of the installation, so that one short word on
 * the kernel's command line finds all partitions of an installation and none of another.
 * @param id 4-4-4-12 hex digits, or {@link idPlaceholder}
 */
export function partitionUuid(id: string, name: PartitionName): string {
  return `${partitionTable[name].idHead}-${id}`;
}
