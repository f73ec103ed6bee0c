import { stageFailed } from '../../base/failure.js';
import { t } from '../../base/language/texts.js';
import { besidesContentMiB, forContentMiB, systemMemoryMiB } from '../../config/device-memory.js';
import { formatMiB, sizeText } from '../../config/fields/sizes.js';
import type { ImageSpec } from '../../config/image-spec.js';
import { contentSize, isCopied } from '../settings/image-facts.js';
import { largestOf } from './slot-space.js';
import type { TreeEntry } from './tree-listing.js';

/**
 * @throws Failure (exit status 1) when the memory of the smallest device cannot hold the root with its headroom and the
 *   system: by how much, and what is largest in the root.
 */
export function checkDeviceMemory(entries: readonly TreeEntry[], device: ImageSpec['device']): void {
  const { memoryMiB, headroomMiB } = device;
  const contentMiB = contentSize(entries).memoryMiB;
  const missing = contentMiB - forContentMiB(device);
  if (missing <= 0) return;
  const needed = contentMiB + besidesContentMiB(device);
  const smaller = headroomMiB - missing;
  throw stageFailed({
    what: t`The device needs ${formatMiB(needed)} of memory and has ${formatMiB(memoryMiB)}: ${formatMiB(missing)} too little. The root has ${formatMiB(contentMiB)} and a headroom of ${formatMiB(headroomMiB)}, and the system needs about ${formatMiB(systemMemoryMiB)}.`,
    where: 'device.memoryMiB',
    remedy:
      smaller > 0
        ? t`If all devices have that much, set at least \`--memory ${sizeText(needed)}\`; otherwise set a smaller headroom with \`--headroom ${sizeText(smaller)}\`, or leave something out.`
        : t`If all devices have that much, set at least \`--memory ${sizeText(needed)}\`; otherwise or leave something out.`,
    lastLines: largestOf(entries.filter(isCopied)),
  });
}
