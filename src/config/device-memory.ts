import type { ImageSpec } from './image-spec.js';

/** What kernel, initramfs and services need besides the root in memory; an estimate, MiB. */
export const systemMemoryMiB = 256;
/** Of each page of a zram device the kernel keeps a few bytes, whether it is used or not. */
const zramTableShare = 0.01;

type Device = Pick<ImageSpec['device'], 'memoryMiB' | 'headroomMiB' | 'zramMiB'>;

/**
 * Memory that a device has taken besides the content of its root, MiB. What is swapped to zram was in memory before,
 * and the root is copied before there is a swap: of zram only its tables count, and nothing is gained by it.
 */
export function besidesContentMiB({ headroomMiB, zramMiB }: Omit<Device, 'memoryMiB'>): number {
  return headroomMiB + systemMemoryMiB + Math.ceil(zramMiB * zramTableShare);
}

/** Memory that the device has for the content of its root, MiB; not above 0 when there is none. */
export function forContentMiB(device: Device): number {
  return device.memoryMiB - besidesContentMiB(device);
}
