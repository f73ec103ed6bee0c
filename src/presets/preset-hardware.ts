import { t } from '../base/language/texts.js';
import { formatMiB } from '../config/fields/sizes.js';
import type { ImageSpec } from '../config/image-spec.js';
import { planDisks } from '../config/partitions/partition-plan.js';

/** The device that a spec assumes: its disks, the main one with the size that it needs, and its memory. */
export function hardwareOf(spec: ImageSpec): string {
  const plan = planDisks(spec);
  const leastMiB = spec.disks.sizeMiB ?? plan.smallestMainMiB;
  const disks = plan.disks.map(({ device, main }) =>
    main ? t`${diskText(device)} from ${formatMiB(leastMiB)}` : diskText(device),
  );
  return t`${disks.join(' + ')}, ${formatMiB(spec.device.memoryMiB)} memory`;
}

/** The name that Linux gives one kind of disk does not say what it is. */
function diskText(device: string): string {
  return device.startsWith('mmcblk') ? 'eMMC/SD' : device;
}
