import { besidesContentMiB, forContentMiB, systemMemoryMiB } from '../spec/device-memory.js';
import { stageFailed } from '../spec/failure.js';
import type { ImageSpec } from '../spec/image-spec.js';
import { contentSize, isCopied } from './image-facts.js';
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
  const headroom = smaller > 0 ? ` set a headroom of ${smaller} MiB or less (--headroom ${smaller}),` : '';
  throw stageFailed({
    what: `The device needs ${needed} MiB of memory and has ${memoryMiB} MiB: ${missing} MiB too little. The root has ${contentMiB} MiB and a headroom of ${headroomMiB} MiB, and the system needs about ${systemMemoryMiB} MiB.`,
    where: 'device.memoryMiB',
    remedy: `Where all devices have that much, set the memory to ${needed} MiB or more (--memory ${needed}); else${headroom} or leave something out.`,
    lastLines: largestOf(entries.filter(isCopied)),
  });
}
