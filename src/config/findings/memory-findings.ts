import { errorAt, type Finding, warningAt } from '../../base/finding.js';
import { t } from '../../base/language/texts.js';
import { besidesContentMiB, forContentMiB, systemMemoryMiB } from '../device-memory.js';
import { formatMiB, sizeText } from '../fields/sizes.js';
import type { ImageSpec } from '../image-spec.js';
import { leastMiB } from '../partitions/partition-sizes.js';
import { sizeFix } from './fix.js';

/** A root below holds no Fedora system worth proposing; an estimate, MiB. */
const usefulRootMiB = 1024;
/** Memory comes in such steps, MiB. */
const memoryStepMiB = 1024;
/** Pages come out at a half or a third of their size; a larger device is never full (kernel: zram.rst). */
const zramPerMemory = 2;

/** Whether the root can be in the memory of the device, and what is wrong with the swap there. */
export function memoryFindings(spec: ImageSpec): Finding[] {
  return [...rootFindings(spec), ...zramFindings(spec)];
}

function rootFindings({ device, disks, partitions }: ImageSpec): Finding[] {
  const { memoryMiB, headroomMiB } = device;
  const { root } = partitions.sizes;
  const forContent = forContentMiB(device);
  const rootMiB = root === 'rest' ? leastMiB('root', disks.sectorSize) : root;
  const needed = besidesContentMiB(device) + Math.max(rootMiB, 1);
  const moreMemory = sizeFix('device.memoryMiB', Math.ceil(needed / memoryStepMiB) * memoryStepMiB);
  if (forContent <= 0) {
    return [
      errorAt(
        'device.memoryMiB',
        t`${formatMiB(memoryMiB)} of memory leave nothing for the root: ${formatMiB(headroomMiB)} are headroom, and the system needs about ${formatMiB(systemMemoryMiB)}.`,
        t`Give the device more memory, or set a smaller \`device.headroomMiB\`.`,
        moreMemory,
      ),
    ];
  }
  if (root === 'rest' || root <= forContent) return [];
  return [
    warningAt(
      'device.memoryMiB',
      t`A root that fills its slot of ${formatMiB(root)} would not fit into ${formatMiB(memoryMiB)} of memory; ${formatMiB(forContent)} are left for it.`,
      t`The build stops when the content does not fit. Set a smaller root, or give the device more memory.`,
      forContent >= usefulRootMiB ? sizeFix('partitions.sizes.root', forContent) : moreMemory,
    ),
  ];
}

function zramFindings({ device: { memoryMiB, zramMiB } }: ImageSpec): Finding[] {
  const most = memoryMiB * zramPerMemory;
  if (zramMiB <= most) return [];
  return [
    errorAt(
      'device.zramMiB',
      t`${formatMiB(zramMiB)} of compressed swap are more than ${formatMiB(memoryMiB)} of memory can hold: its pages come out at about half their size.`,
      t`Set \`${sizeText(most)}\` or less.`,
      sizeFix('device.zramMiB', most),
    ),
  ];
}
