import type { PartitionName } from '../spec/image-spec.js';

/** First eight digits of each partition's PARTUUID; the same table stands in src/device/dracut/90tmpfsroot/lib.sh. */
const heads: Record<PartitionName, string> = {
  esp: '7f500001',
  rootA: '7f500002',
  rootB: '7f500003',
  persist: '7f500004',
  log: '7f500005',
  opt: '7f500006',
  cache: '7f500007',
  docker: '7f500008',
};

/** Stands for the installation's id in files of the image, which is the same for every installation. */
export const idPlaceholder = '@ID@';

/**
 * PARTUUID of a partition: a fixed head for each name and the tail of the installation, so that one short word on
 * the kernel's command line finds all partitions of an installation and none of another.
 * @param id 4-4-4-12 hex digits, or {@link idPlaceholder}
 */
export function partitionUuid(id: string, name: PartitionName): string {
  return `${heads[name]}-${id}`;
}
