import type { HealPolicy, ImageSpec } from '../../config/image-spec.js';
import type { PlannedPartition } from '../../config/partitions/partition-plan.js';
import { isDataPartition } from '../../config/partitions/partition-table.js';
import { idPlaceholder, partitionUuid } from '../disk/partition-ids.js';

/**
 * How long a mount may wait for its device, which fstab's nofail alone does not bound (systemd.mount(5)). The
 * initramfs fills it in: long where it has seen the partition, so that a slow machine loses nothing, short where not.
 */
const deviceTimeout = 'x-systemd.device-timeout=@WAIT@';

/** fstab(5) lines of the data partitions, with a placeholder for the installation's id. ESP and roots are not mounted. */
export function fstabTemplate(partitions: readonly PlannedPartition[]): string {
  return partitions
    .flatMap(({ name, fileSystem, mountPoint, use }) => {
      if (use === null) return [];
      const source = `PARTUUID=${partitionUuid(idPlaceholder, name)}`;
      return [`${source} ${mountPoint} ${fileSystem} ${use.options},nofail,${deviceTimeout} 0 0\n`];
    })
    .join('');
}

/**
 * The healer's table: NAME LABEL FILESYSTEM MOUNTPOINT POLICY for each data partition of the image.
 * @param heal What may be done with those of which the spec says it; /persist is never formatted.
 */
export function healTable(
  partitions: readonly PlannedPartition[],
  heal: Readonly<ImageSpec['partitions']['heal']>,
): string {
  return partitions
    .filter(({ use }) => use !== null)
    .map(({ name, label, fileSystem, mountPoint }) => {
      const policy: HealPolicy = isDataPartition(name) ? heal[name] : 'repair';
      return `${name} ${label} ${fileSystem} ${mountPoint} ${policy}\n`;
    })
    .join('');
}
